using System.Text.Json;
using AuthHub.Jose;
using AuthHub.OpenId.Authorizations;
using AuthHub.OpenId.Clients;
using AuthHub.OpenId.Errors;
using AuthHub.OpenId.Requests;
using AuthHub.OpenId.Tokens;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace AuthHub.OpenId.Endpoints;

/// <summary>Introspection (RFC 7662). Only the client a token belongs to learns anything; everybody else hears "not active", whatever the reason.</summary>
internal static class IntrospectionEndpoint
{
    private static readonly string[] Copied = ["iss", "sub", "aud", "client_id", "iat", "exp", "jti", "scope", "auth_time", "acr", "amr", "cnf"];

    public static void Map(IEndpointRouteBuilder routes) => routes.MapPost(OpenIdRoutes.Introspect, HandleAsync);

    private static async Task<IResult> HandleAsync(HttpContext context, ClientAuthentication clients, AccessTokens tokens, IAuthorizations authorizations, LiveCheck live, CancellationToken cancellationToken)
    {
        var parameters = await RequestParameters.OfBackChannelAsync(context.Request, cancellationToken);
        var client = await clients.AuthenticateAsync(context, parameters, cancellationToken);
        if (client.IsPublic)
        {
            // RFC 7662 section 2.1: the caller must be authenticated, against fishing for tokens.
            throw ProtocolError.InvalidClient.Because("introspection by a public client");
        }

        var token = parameters["token"] ?? throw ProtocolError.InvalidRequest.Because("token missing");
        if (RefreshToken.TryRead(token, out var refresh))
        {
            return await AnswerAsync(client, refresh, authorizations, live, cancellationToken);
        }

        var claims = await tokens.ReadAsync(token, cancellationToken);
        return claims is not null && claims.Text("client_id") == client.ClientId && await IsLiveAsync(claims, authorizations, live, cancellationToken)
            ? new JsonAnswer(writer => Write(writer, claims))
            : Inactive();
    }

    private static async Task<bool> IsLiveAsync(JwtClaims claims, IAuthorizations authorizations, LiveCheck live, CancellationToken cancellationToken)
    {
        if (!Guid.TryParse(claims.Text(AccessTokens.AuthorizationClaim), out var id))
        {
            return claims.Id is { } jti && !await authorizations.IsTokenRevokedAsync(jti, cancellationToken);
        }

        return await authorizations.FindAsync(id, cancellationToken) is { } authorization && await live.AskAsync(authorization, cancellationToken) is Liveness.Alive;
    }

    private static async Task<IResult> AnswerAsync(Client client, RefreshToken refresh, IAuthorizations authorizations, LiveCheck live, CancellationToken cancellationToken)
    {
        var authorization = await authorizations.FindByRefreshFamilyAsync(refresh.FamilyHash, cancellationToken);
        if (authorization?.RefreshHash is null
            || authorization.ClientId != client.ClientId
            || !authorization.RefreshHash.AsSpan().SequenceEqual(refresh.Hash)
            || await live.AskAsync(authorization, cancellationToken) is not Liveness.Alive alive)
        {
            return Inactive();
        }

        return new JsonAnswer(writer =>
        {
            writer.WriteBoolean("active", true);
            writer.WriteString("sub", alive.Subject.Sub);
            writer.WriteString("client_id", client.ClientId);
            writer.WriteString("scope", string.Join(' ', authorization.Scopes));
            writer.WriteNumber("exp", authorization.RefreshExpiresAt!.Value.ToUnixTimeSeconds());
        });
    }

    private static void Write(Utf8JsonWriter writer, JwtClaims claims)
    {
        writer.WriteBoolean("active", true);
        writer.WriteString("token_type", Confirmation.Of(claims).TokenType);
        foreach (var name in Copied)
        {
            if (claims.TryGet(name, out var value))
            {
                writer.WritePropertyName(name);
                value.WriteTo(writer);
            }
        }
    }

    private static JsonAnswer Inactive() => new(writer => writer.WriteBoolean("active", false));
}
