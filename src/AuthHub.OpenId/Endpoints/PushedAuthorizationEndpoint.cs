using AuthHub.OpenId.Clients;
using AuthHub.OpenId.Dpop;
using AuthHub.OpenId.Endpoints.Authorization;
using AuthHub.OpenId.Errors;
using AuthHub.OpenId.Requests;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Options;

namespace AuthHub.OpenId.Endpoints;

/// <summary>
/// Pushed authorization requests (RFC 9126 section 2): the client proves itself, its request passes the same rules as one that a browser
/// brings, and it gets a name for it that only it can use, for a short while.
/// </summary>
internal static class PushedAuthorizationEndpoint
{
    /// <summary>What proves the client is no part of its request (section 2.1).</summary>
    private static readonly string[] Proofs = ["client_secret", "client_assertion", "client_assertion_type"];

    public static void Map(IEndpointRouteBuilder routes) => routes.MapPost(OpenIdRoutes.PushedAuthorization, HandleAsync).RequireCors(AppOrigins.Policy);

    private static async Task<IResult> HandleAsync(HttpContext context, ClientAuthentication clients, DpopProofs proofs, PendingRequests pending, AuthorizationRules rules, IPushedRequests requests, TimeProvider clock, IOptions<OpenIdSettings> settings, CancellationToken cancellationToken)
    {
        var parameters = await RequestParameters.OfBackChannelAsync(context.Request, cancellationToken);
        var client = await clients.AuthenticateAsync(context, parameters, cancellationToken);
        if (parameters.Values.ContainsKey("request_uri"))
        {
            throw ProtocolError.InvalidRequest.Because("request_uri inside a pushed request");
        }

        var request = new AuthorizationRequest(pending.Begin(Read(parameters, client)), parameters.Repeated) { IsPushed = true };
        await rules.CheckAsync(request, cancellationToken);
        request.Pending = request.Pending with { Parameters = await proofs.BindAsync(context, client, request.Pending.Parameters, cancellationToken) };

        var name = PushedRequest.NewName();
        var now = clock.GetUtcNow();
        var pushed = new PushedRequest
        {
            Hash = PushedRequest.HashOf(name),
            ClientId = client.ClientId,
            Sealed = pending.Seal(request.Pending),
            ExpiresAt = now + settings.Value.PushedRequestLifetime,
        };
        if (!await requests.AddAsync(pushed, settings.Value.PushedRequestsPerClient, now, cancellationToken))
        {
            throw ProtocolError.TooManyRequests.Because("too many pushed requests are waiting");
        }

        return new JsonAnswer(
            writer =>
            {
                writer.WriteString("request_uri", name);
                writer.WriteNumber("expires_in", (long)settings.Value.PushedRequestLifetime.TotalSeconds);
            },
            StatusCodes.Status201Created);
    }

    private static Dictionary<string, string> Read(RequestParameters parameters, Client client)
    {
        var request = parameters.Values.Where(p => !Proofs.Contains(p.Key)).ToDictionary(StringComparer.Ordinal);
        request["client_id"] = client.ClientId;
        return request;
    }
}
