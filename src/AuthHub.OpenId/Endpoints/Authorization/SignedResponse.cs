using AuthHub.OpenId.Clients;
using AuthHub.OpenId.Errors;
using AuthHub.OpenId.Tokens;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace AuthHub.OpenId.Endpoints.Authorization;

/// <summary>An answer, good or bad, that travels as one signed parameter called <c>response</c> (JARM section 2.3).</summary>
internal sealed partial class SignedResponse(Client client, IReadOnlyList<KeyValuePair<string, string>> parameters, Func<IReadOnlyList<KeyValuePair<string, string>>, IResult> carry) : IResult
{
    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var services = httpContext.RequestServices;
        if (await services.GetRequiredService<ResponseJwts>().WriteAsync(client, parameters, httpContext.RequestAborted) is { } response)
        {
            await carry([new("response", response)]).ExecuteAsync(httpContext);
            return;
        }

        // Sending it in clear would be what the client asked us never to do.
        LogNoKey(services.GetRequiredService<ILogger<SignedResponse>>(), client.ClientId);
        await services.GetRequiredService<IErrorPages>().Show(httpContext, ProtocolError.TemporarilyUnavailable).ExecuteAsync(httpContext);
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Client {ClientId} wants answers encrypted, but its keys are out of reach or none of them fits")]
    private static partial void LogNoKey(ILogger logger, string clientId);
}
