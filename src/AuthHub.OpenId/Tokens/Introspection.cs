using System.Text.Json;
using AuthHub.Jose;
using AuthHub.OpenId.Authorizations;
using AuthHub.OpenId.Clients;

namespace AuthHub.OpenId.Tokens;

/// <summary>
/// What a client may learn about a token: all of it where the token was issued to it or is meant for it, and nothing otherwise (RFC 7662
/// section 4, attack TOK-23). Whether it holds is asked live.
/// </summary>
public sealed class Introspection(AccessTokens tokens, IAuthorizations authorizations, LiveCheck live, ClientCatalog clients, TimeProvider clock)
{
    private static readonly string[] Copied = ["iss", "sub", "aud", "client_id", "iat", "exp", "jti", "scope", "authorization_details", "auth_time", "acr", "amr", "cnf", "act"];

    public async Task<IntrospectionVerdict> AskAsync(Client asking, string token, CancellationToken cancellationToken)
    {
        if (RefreshToken.TryRead(token, out var refresh))
        {
            return await AskAsync(asking, refresh, cancellationToken);
        }

        if (await tokens.ReadAsync(token, cancellationToken) is not { } claims)
        {
            return new IntrospectionVerdict.Inactive("no token of ours, or expired");
        }

        if (claims.Text("client_id") != asking.ClientId && !claims.Audience.Any(asking.IsMeantBy))
        {
            return new IntrospectionVerdict.Inactive("neither issued to this client nor meant for it");
        }

        return await WhyNotAsync(claims, cancellationToken) is { } reason ? new IntrospectionVerdict.Inactive(reason) : new IntrospectionVerdict.Active(writer => Write(writer, claims));
    }

    private async Task<IntrospectionVerdict> AskAsync(Client asking, RefreshToken refresh, CancellationToken cancellationToken)
    {
        var authorization = await authorizations.FindByRefreshFamilyAsync(refresh.FamilyHash, cancellationToken);
        if (authorization?.RefreshHash is null || authorization.ClientId != asking.ClientId || !authorization.RefreshHash.AsSpan().SequenceEqual(refresh.Hash))
        {
            return new IntrospectionVerdict.Inactive("refresh token unknown, not the live one, or of another client");
        }

        if (authorization.RefreshExpiresAt <= clock.GetUtcNow())
        {
            return new IntrospectionVerdict.Inactive("refresh token expired");
        }

        return await live.AskAsync(authorization, cancellationToken) switch
        {
            Liveness.Alive alive => new IntrospectionVerdict.Active(writer =>
            {
                writer.WriteString("sub", alive.Subject.Sub);
                writer.WriteString("client_id", asking.ClientId);
                writer.WriteString("scope", string.Join(' ', authorization.Scopes));
                if (authorization.AuthorizationDetails is { } details)
                {
                    writer.WritePropertyName("authorization_details");
                    writer.WriteRawValue(details);
                }

                writer.WriteNumber("exp", authorization.RefreshExpiresAt!.Value.ToUnixTimeSeconds());
            }),
            Liveness.Dead dead => new IntrospectionVerdict.Inactive(dead.Reason),
            _ => throw new InvalidOperationException(),
        };
    }

    private async Task<string?> WhyNotAsync(JwtClaims claims, CancellationToken cancellationToken)
    {
        if (Guid.TryParse(claims.Text(AccessTokens.AuthorizationClaim), out var id))
        {
            return await authorizations.FindAsync(id, cancellationToken) is not { } authorization ? "authorization gone"
                : await live.AskAsync(authorization, cancellationToken) is Liveness.Dead dead ? dead.Reason
                : null;
        }

        return await clients.FindAsync(claims.Text("client_id") ?? "", cancellationToken) is null ? "client gone or disabled"
            : claims.Id is not { } jti || await authorizations.IsTokenRevokedAsync(jti, cancellationToken) ? "token revoked"
            : null;
    }

    private static void Write(Utf8JsonWriter writer, JwtClaims claims)
    {
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
}
