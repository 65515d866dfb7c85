using System.Text.Json;
using AuthHub.Jose;
using AuthHub.OpenId.SingleUse;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace AuthHub.OpenId.Clients;

/// <summary>
/// Checks the JWTs clients prove themselves with (RFC 7523 section 3, OpenID Connect Core section 9), for everybody as strictly as FAPI 2.0
/// section 5.3.2.1 wants: for us alone, short, once.
/// </summary>
public sealed class ClientAssertions(ClientKeys keys, SharedSecrets secrets, TimeProvider clock, IOptions<OpenIdSettings> settings)
{
    /// <summary>What RFC 7523bis calls them; most clients write JWT or nothing.</summary>
    private const string Type = "client-authentication+jwt";

    private static readonly TimeSpan Skew = TimeSpan.FromSeconds(10);

    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(5);

    /// <summary>Why the assertion proves nothing; null when it does. A good one is used up by this.</summary>
    public async ValueTask<string?> WhyNotAsync(HttpContext context, Client client, string assertion, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var expectation = new JwtExpectation(Type, client.ClientId, null) { Skew = Skew, Untyped = true };
        var (claims, refusal) = client.TokenEndpointAuthMethod == ClientAuthenticationMethods.SecretJwt
            ? ReadShared(client, assertion, expectation, now)
            : await ReadSignedAsync(client, assertion, expectation, now, cancellationToken);
        if (claims is null)
        {
            return $"assertion refused: {refusal}";
        }

        return WhyNot(client, claims, now) ?? await UseAsync(context, client, claims, cancellationToken);
    }

    private async ValueTask<(JwtClaims? Claims, JoseRefusal? Refusal)> ReadSignedAsync(Client client, string assertion, JwtExpectation expectation, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var algorithms = FapiProfiles.AlgorithmsOf(client, client.Metadata.TokenEndpointAuthSigningAlg, SignatureAlgorithm.All);
        var verdict = await VerifyAsync(anew: false);
        if (verdict is JwtVerdict.Refused { Reason: JoseRefusal.KeyUnknown } && client.Metadata.JwksUri is not null)
        {
            // The client may have changed its keys.
            verdict = await VerifyAsync(anew: true);
        }

        return verdict is JwtVerdict.Accepted accepted ? (accepted.Claims, null) : (null, ((JwtVerdict.Refused)verdict).Reason);

        async ValueTask<JwtVerdict> VerifyAsync(bool anew) => await keys.FindAsync(client, anew, cancellationToken) is { } set
            ? Jwt.Verify(assertion, set.For(algorithms), expectation, now)
            : new JwtVerdict.Refused(JoseRefusal.KeyUnknown);
    }

    private (JwtClaims? Claims, JoseRefusal? Refusal) ReadShared(Client client, string assertion, JwtExpectation expectation, DateTimeOffset now)
    {
        if (secrets.Find(client) is not { } key)
        {
            return (null, JoseRefusal.KeyUnknown);
        }

        return MacJwt.Verify(assertion, key, expectation, now) switch
        {
            MacJwtVerdict.Accepted accepted => (accepted.Claims, null),
            MacJwtVerdict.Refused refused => (null, refused.Reason),
            _ => throw new InvalidOperationException(),
        };
    }

    private string? WhyNot(Client client, JwtClaims claims, DateTimeOffset now)
    {
        if (claims.Subject != client.ClientId)
        {
            return "sub is not the client";
        }

        // The issuer as one string: an assertion for several servers could be used by one of them at another.
        if (!claims.TryGet("aud", out var audience) || audience.ValueKind != JsonValueKind.String || claims.Audience[0] != settings.Value.Issuer)
        {
            return "aud is not the issuer alone";
        }

        if (claims.Expires > now + Longest + Skew)
        {
            return "exp is too far ahead";
        }

        if (claims.IssuedAt is { } issued && (issued > now + Skew || issued < now - Longest - Skew))
        {
            return "iat lies ahead or far back";
        }

        return string.IsNullOrEmpty(claims.Id) ? "jti missing" : null;
    }

    private static async ValueTask<string?> UseAsync(HttpContext context, Client client, JwtClaims claims, CancellationToken cancellationToken)
    {
        // Only now is the store needed, so only now it is opened.
        var used = context.RequestServices.GetRequiredService<IUsedValues>();
        return await used.TryUseAsync(UsedValueKinds.ClientAssertion, client.ClientId, claims.Id!, claims.Expires!.Value + Skew, cancellationToken) ? null : "assertion used before";
    }
}
