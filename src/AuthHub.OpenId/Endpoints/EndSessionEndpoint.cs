using AuthHub.Jose;
using AuthHub.OpenId.Clients;
using AuthHub.OpenId.Endpoints.Authorization;
using AuthHub.OpenId.Errors;
using AuthHub.OpenId.Requests;
using AuthHub.OpenId.SignOut;
using AuthHub.OpenId.Subjects;
using AuthHub.OpenId.Tokens;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace AuthHub.OpenId.Endpoints;

/// <summary>
/// End session (OpenID Connect RP-Initiated Logout section 2). An ID token of this very session is the yes; without it the person is
/// asked. She is led back only to a registered address of the client the hint or <c>client_id</c> names.
/// </summary>
internal static class EndSessionEndpoint
{
    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapMethods(OpenIdRoutes.EndSession, ["GET", "POST"], HandleAsync).WithMetadata(new ForPeople());

    private static async Task<IResult> HandleAsync(HttpContext context, ClientCatalog clients, IdTokens idTokens, ISessionEnds sessions, SignOutRequests requests, CancellationToken cancellationToken)
    {
        var isPost = HttpMethods.IsPost(context.Request.Method);
        var parameters = isPost ? await RequestParameters.OfFormAsync(context.Request, cancellationToken) : RequestParameters.OfQuery(context.Request);
        if (parameters.Repeated.Count > 0)
        {
            throw ProtocolError.InvalidRequest.Because("repeated parameter");
        }

        var request = !isPost && parameters["resume"] is { } handle
            ? requests.Open(handle) ?? throw ProtocolError.InvalidRequest.Because("the handle of a posted request is broken or old")
            : await ReadAsync(clients, idTokens, parameters, cancellationToken);
        if (isPost)
        {
            // A cross-site POST comes without our cookies; the GET that follows brings them.
            return new RedirectResult(requests.ResumeAddress(request));
        }

        if (await sessions.CurrentAsync(context, cancellationToken) is not { } current)
        {
            return new RedirectResult(request.ReturnTo ?? OpenIdRoutes.SignedOutPage);
        }

        return request.SessionId == current.SessionId
            ? new RedirectResult(await requests.EndAsync(context, current, request, cancellationToken) ?? OpenIdRoutes.SignedOutPage)
            : new RedirectResult(requests.PageAddress(request));
    }

    private static async Task<SignOutRequest> ReadAsync(ClientCatalog clients, IdTokens idTokens, RequestParameters parameters, CancellationToken cancellationToken)
    {
        var hint = parameters["id_token_hint"] is { } text
            ? await idTokens.ReadHintAsync(text, cancellationToken) ?? throw ProtocolError.InvalidRequest.Because("id_token_hint is not ours")
            : null;
        var client = await ClientOfAsync(clients, hint, parameters["client_id"], cancellationToken);
        return new SignOutRequest(client?.ClientId, ReturnTo(client, parameters), Guid.TryParse(hint?.Text("sid"), out var session) ? session : null);
    }

    private static async ValueTask<Client?> ClientOfAsync(ClientCatalog clients, JwtClaims? hint, string? named, CancellationToken cancellationToken)
    {
        if (hint is not null && named is not null && hint.Audience[0] != named)
        {
            throw ProtocolError.InvalidRequest.Because("client_id is not the audience of id_token_hint");
        }

        var id = hint?.Audience[0] ?? named;
        return id is null ? null : await clients.FindAsync(id, cancellationToken) ?? throw ProtocolError.InvalidRequest.Because("client unknown or disabled", id);
    }

    private static string? ReturnTo(Client? client, RequestParameters parameters)
    {
        // Without a client there is nobody whose address it could be: the person ends on our own page (RED-12).
        if (client is null || parameters["post_logout_redirect_uri"] is not { } uri)
        {
            return null;
        }

        if (!client.PostLogoutRedirectUris.Contains(uri))
        {
            throw ProtocolError.InvalidRequest.Because("post_logout_redirect_uri not registered", client.ClientId);
        }

        return parameters["state"] is { } state ? AuthorizationTarget.AddToQuery(uri, [new("state", state)]) : uri;
    }
}
