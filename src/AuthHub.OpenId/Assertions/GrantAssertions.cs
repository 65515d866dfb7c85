using AuthHub.Jose;
using AuthHub.OpenId.Clients;
using AuthHub.OpenId.SingleUse;
using Microsoft.Extensions.Options;

namespace AuthHub.OpenId.Assertions;

/// <summary>Checks what a trusted issuer says of a person (RFC 7523 section 3): by its keys, for us alone, short, once.</summary>
internal sealed class GrantAssertions(IssuerKeys keys, IUsedValues used, TimeProvider clock, IOptions<OpenIdSettings> settings)
{
    private const string Type = "JWT";

    private static readonly TimeSpan Skew = TimeSpan.FromSeconds(10);

    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(5);

    /// <summary>Who says it and what; or why it counts for nothing. Nothing is used up by this.</summary>
    public async ValueTask<(TrustedIssuer? Issuer, JwtClaims? Claims, string? Reason)> ReadAsync(Client client, string assertion, CancellationToken cancellationToken)
    {
        // Whose keys are to be tried is read before anything is believed; then only what those keys signed counts.
        var named = IssuerNamedIn(assertion);
        if (named is null || settings.Value.TrustedIssuers.FirstOrDefault(one => one.Issuer == named && one.Clients.Contains(client.ClientId)) is not { } issuer)
        {
            return (null, null, "no JWT, or of an issuer that is not trusted for this client");
        }

        var now = clock.GetUtcNow();
        var verdict = await VerifyAsync(issuer, assertion, now, anew: false, cancellationToken);
        if (verdict is JwtVerdict.Refused { Reason: JoseRefusal.KeyUnknown } && issuer.JwksUri is not null)
        {
            // It may have changed its keys.
            verdict = await VerifyAsync(issuer, assertion, now, anew: true, cancellationToken);
        }

        return verdict is not JwtVerdict.Accepted accepted ? (null, null, $"assertion refused: {((JwtVerdict.Refused)verdict).Reason}")
            : WhyNot(accepted.Claims, now) is { } reason ? (null, null, reason)
            : (issuer, accepted.Claims, null);
    }

    /// <summary>Uses it up. False when it was used before.</summary>
    public Task<bool> TryUseAsync(JwtClaims claims, CancellationToken cancellationToken) =>
        used.TryUseAsync(UsedValueKinds.GrantAssertion, claims.Issuer!, claims.Id!, claims.Expires!.Value + Skew, cancellationToken);

    private async ValueTask<JwtVerdict> VerifyAsync(TrustedIssuer issuer, string assertion, DateTimeOffset now, bool anew, CancellationToken cancellationToken)
    {
        var expectation = new JwtExpectation(Type, issuer.Issuer, settings.Value.Issuer) { Skew = Skew, Untyped = true };
        return await keys.FindAsync(issuer, anew, cancellationToken) is { } set
            ? Jwt.Verify(assertion, set.For(SignatureAlgorithm.All), expectation, now)
            : new JwtVerdict.Refused(JoseRefusal.KeyUnknown);
    }

    private static string? IssuerNamedIn(string assertion) =>
        assertion.Split('.') is [_, var payload, _] && Base64UrlText.TryDecode(payload, out var bytes) ? JwtClaims.Read(bytes)?.Issuer : null;

    private static string? WhyNot(JwtClaims claims, DateTimeOffset now)
    {
        if (claims.Audience.Count != 1)
        {
            return "aud names others too";
        }

        if (claims.Expires > now + Longest + Skew)
        {
            return "exp is too far ahead";
        }

        if (claims.IssuedAt is { } issued && (issued > now + Skew || issued < now - Longest - Skew))
        {
            return "iat lies ahead or far back";
        }

        return string.IsNullOrEmpty(claims.Id) || string.IsNullOrEmpty(claims.Subject) ? "jti or sub missing" : null;
    }
}
