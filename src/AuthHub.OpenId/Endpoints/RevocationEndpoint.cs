using AuthHub.OpenId.Audit;
using AuthHub.OpenId.Authorizations;
using AuthHub.OpenId.Clients;
using AuthHub.OpenId.Errors;
using AuthHub.OpenId.Requests;
using AuthHub.OpenId.Tokens;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace AuthHub.OpenId.Endpoints;

/// <summary>Revocation (RFC 7009): any token of a family ends the whole family. Tokens nobody knows are answered like revoked ones.</summary>
internal static class RevocationEndpoint
{
    public static void Map(IEndpointRouteBuilder routes) => routes.MapPost(OpenIdRoutes.Revoke, HandleAsync).RequireCors(AppOrigins.Policy);

    private static async Task<IResult> HandleAsync(HttpContext context, ClientAuthentication clients, AccessTokens tokens, IAuthorizations authorizations, IProtocolAudit audit, TimeProvider clock, CancellationToken cancellationToken)
    {
        var parameters = await RequestParameters.OfBackChannelAsync(context.Request, cancellationToken);
        var client = await clients.AuthenticateAsync(context, parameters, cancellationToken);
        var token = parameters["token"] ?? throw ProtocolError.InvalidRequest.Because("token missing");

        Authorizations.Authorization? authorization = null;
        if (RefreshToken.TryRead(token, out var refresh))
        {
            authorization = await authorizations.FindByRefreshFamilyAsync(refresh.FamilyHash, cancellationToken);
        }
        else if (await tokens.ReadAsync(token, cancellationToken) is { } claims)
        {
            if (Guid.TryParse(claims.Text(AccessTokens.AuthorizationClaim), out var id))
            {
                authorization = await authorizations.FindAsync(id, cancellationToken);
            }
            else if (claims is { Id: { } jti, Expires: { } expires })
            {
                RequireOwner(client, claims.Text("client_id"));
                await authorizations.RevokeTokenAsync(jti, expires, cancellationToken);
                await audit.WriteAsync(ProtocolAuditTypes.TokenRevoked, null, client.ClientId, "token of the client itself", cancellationToken);
            }
        }

        if (authorization is not null)
        {
            RequireOwner(client, authorization.ClientId);
            await authorizations.RevokeAsync(authorization.Id, clock.GetUtcNow(), cancellationToken);
            await audit.WriteAsync(ProtocolAuditTypes.TokenRevoked, authorization.Subject, client.ClientId, "authorization revoked", cancellationToken);
        }

        context.Response.Headers.CacheControl = "no-store";
        return Results.Ok();
    }

    /// <summary>RFC 7009 section 2.1: refused when the token was issued to another client.</summary>
    private static void RequireOwner(Client client, string? owner)
    {
        if (owner != client.ClientId)
        {
            throw ProtocolError.UnauthorizedClient.Because("token of another client");
        }
    }
}
