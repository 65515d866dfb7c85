using AuthHub.OpenId.Audit;
using AuthHub.OpenId.Endpoints;
using AuthHub.OpenId.Endpoints.Authorization;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace AuthHub.OpenId.Errors;

/// <summary>The one place where refusals become answers: to the client by redirect where that is safe, as a page where a person looks, as JSON otherwise.</summary>
internal sealed partial class ProtocolErrorFilter(IErrorPages pages, ILogger<ProtocolErrorFilter> logger) : IEndpointFilter
{
    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        try
        {
            return await next(context);
        }
        catch (ProtocolException refused)
        {
            var http = context.HttpContext;
            var known = http.Features.Get<KnownClient>();
            LogRefused(http.Request.Path, refused.Error.Code, known?.ClientId, refused.Message);
            if (known is not null && !IsEveryday(refused.Error) && http.RequestServices.GetService(typeof(IProtocolAudit)) is IProtocolAudit audit)
            {
                // Strangers are logged only: they could fill the list (law L20).
                await audit.WriteAsync(ProtocolAuditTypes.RequestRefused, known.Subject, known.ClientId, $"{refused.Error.Code}: {refused.Message}", http.RequestAborted);
            }

            return Answer(http, refused.Error);
        }
    }

    /// <summary>What apps hear all the time when they ask silently; recording it would bury the rest.</summary>
    private static bool IsEveryday(ProtocolError error) =>
        error == ProtocolError.LoginRequired || error == ProtocolError.ConsentRequired || error == ProtocolError.InteractionRequired || error == ProtocolError.AccountSelectionRequired;

    private IResult Answer(HttpContext http, ProtocolError error)
    {
        if (http.Features.Get<AuthorizationTarget>() is { } target)
        {
            return target.Refuse(error);
        }

        return http.GetEndpoint()?.Metadata.GetMetadata<ForPeople>() is not null ? pages.Show(http, error) : new ErrorAnswer(error);
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "{Path} answered {Error} to client {ClientId}: {Reason}")]
    private partial void LogRefused(PathString path, string error, string? clientId, string reason);
}
