using AuthHub.OpenId.Audit;
using AuthHub.OpenId.Endpoints;
using AuthHub.OpenId.Endpoints.Authorization;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace AuthHub.OpenId.Errors;

/// <summary>The one place where refusals become answers: to the client by redirect where that is safe, as a page where a person looks, as JSON otherwise.</summary>
internal sealed partial class ProtocolErrorFilter(IErrorPages pages, ILogger<ProtocolErrorFilter> logger) : IEndpointFilter
{
    private const int LongestClaim = 100;

    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        try
        {
            return await next(context);
        }
        catch (ProtocolException refused)
        {
            await RecordAsync(context.HttpContext, refused);
            return Answer(context.HttpContext, refused.Error);
        }
    }

    private async Task RecordAsync(HttpContext http, ProtocolException refused)
    {
        var (known, number) = (http.Features.Get<KnownClient>(), RequestNumber.Of(http));
        var audit = (IProtocolAudit?)http.RequestServices.GetService(typeof(IProtocolAudit));
        var detail = $"{refused.Error.Code}: {refused.Message}; number {number}";
        if (IsShown(http))
        {
            // A person sees this one and may ask about it by its number.
            var claimed = Printable(refused.ClientId);
            LogShown(http.Request.Path, refused.Error.Code, claimed, refused.Message, number);
            await (audit?.WriteRefusedStrangerAsync(claimed, detail, http.RequestAborted) ?? Task.CompletedTask);
            return;
        }

        LogRefused(http.Request.Path, refused.Error.Code, known?.ClientId, refused.Message, number);
        if (known is not null && !IsEveryday(refused.Error) && audit is not null)
        {
            // Strangers are logged only: they could fill the list (law L20).
            await audit.WriteAsync(ProtocolAuditTypes.RequestRefused, known.Subject, known.ClientId, detail, http.RequestAborted);
        }
    }

    /// <summary>What apps hear all the time when they ask silently or wait; recording it would bury the rest.</summary>
    private static bool IsEveryday(ProtocolError error) =>
        error == ProtocolError.AuthorizationPending || error == ProtocolError.SlowDown || error == ProtocolError.LoginRequired || error == ProtocolError.ConsentRequired || error == ProtocolError.InteractionRequired || error == ProtocolError.AccountSelectionRequired;

    private IResult Answer(HttpContext http, ProtocolError error) =>
        http.Features.Get<AuthorizationTarget>() is { } target ? target.Refuse(error)
        : IsShown(http) ? pages.Show(http, error)
        : new ErrorAnswer(error);

    /// <summary>Whether the refusal ends on a page: a person looks, and there is no address of an app it could go to.</summary>
    private static bool IsShown(HttpContext http) =>
        http.Features.Get<AuthorizationTarget>() is null && http.GetEndpoint()?.Metadata.GetMetadata<ForPeople>() is not null;

    /// <summary>The client id as it was sent, where it looks like one (RFC 6749 appendix A.1) and is short.</summary>
    private static string? Printable(string? claimed) =>
        claimed is { Length: > 0 and <= LongestClaim } && claimed.All(letter => letter is >= ' ' and <= '~') ? claimed : null;

    [LoggerMessage(1, LogLevel.Information, "{Path} answered {Error} to client {ClientId}: {Reason} (number {Number})")]
    private partial void LogRefused(PathString path, string error, string? clientId, string reason, string number);

    [LoggerMessage(2, LogLevel.Warning, "{Path} showed {Error} to a person; client claimed: {ClientId}: {Reason} (number {Number})")]
    private partial void LogShown(PathString path, string error, string? clientId, string reason, string number);
}
