using AuthHub.Jose;
using AuthHub.OpenId.Clients;
using AuthHub.OpenId.Endpoints.Authorization;
using AuthHub.OpenId.SingleUse;
using Microsoft.Extensions.Options;

namespace AuthHub.OpenId.CrossDevice;

/// <summary>Opens signed authentication requests (CIBA Core section 7.1.1): by this client, for us, short, once.</summary>
internal sealed class BackchannelRequestObjects(ClientKeys keys, IUsedValues used, TimeProvider clock, IOptions<OpenIdSettings> settings)
{
    private const string Type = "JWT";

    private static readonly TimeSpan Skew = TimeSpan.FromSeconds(10);

    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(60);

    /// <summary>The parameters inside, or why there are none to be had. A good one is used up by this.</summary>
    public async ValueTask<(IReadOnlyDictionary<string, string>? Parameters, string? Reason)> ReadAsync(Client client, string text, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var verdict = await VerifyAsync(client, text, now, anew: false, cancellationToken);
        if (verdict is JwtVerdict.Refused { Reason: JoseRefusal.KeyUnknown } && client.Metadata.JwksUri is not null)
        {
            // The client may have changed its keys.
            verdict = await VerifyAsync(client, text, now, anew: true, cancellationToken);
        }

        if (verdict is not JwtVerdict.Accepted { Claims: var claims })
        {
            return (null, $"signed request refused: {((JwtVerdict.Refused)verdict).Reason}");
        }

        var parameters = RequestObjects.ParametersOf(claims);
        if (WhyNot(client, claims, parameters, now) is { } reason)
        {
            return (null, reason);
        }

        return await used.TryUseAsync(UsedValueKinds.BackchannelRequest, client.ClientId, claims.Id!, claims.Expires!.Value + Skew, cancellationToken) ? (parameters, null) : (null, "signed request used before");
    }

    private async ValueTask<JwtVerdict> VerifyAsync(Client client, string text, DateTimeOffset now, bool anew, CancellationToken cancellationToken)
    {
        var algorithms = FapiProfiles.AlgorithmsOf(client, client.Metadata.BackchannelAuthenticationRequestSigningAlg, RequestObjects.Algorithms);
        var expectation = new JwtExpectation(Type, client.ClientId, settings.Value.Issuer) { Skew = Skew, Untyped = true };
        return await keys.FindAsync(client, anew, cancellationToken) is { } set
            ? Jwt.Verify(text, set.For(algorithms), expectation, now)
            : new JwtVerdict.Refused(JoseRefusal.KeyUnknown);
    }

    private static string? WhyNot(Client client, JwtClaims claims, Dictionary<string, string>? parameters, DateTimeOffset now)
    {
        if (parameters is null)
        {
            return "a parameter is malformed, or there are too many";
        }

        // An assertion that proves the client, or a request meant for a browser, must not pass for this (RFC 9101 section 10.8).
        if (claims.Subject == client.ClientId || parameters.ContainsKey("response_type") || parameters.ContainsKey("redirect_uri") || parameters.ContainsKey("request"))
        {
            return "meant for something else";
        }

        if (string.IsNullOrEmpty(claims.Id) || claims.IssuedAt is not { } issued || claims.NotBefore is not { } start)
        {
            return "jti, iat or nbf missing";
        }

        return issued > now + Skew || start < now - Longest ? "iat ahead, or nbf far back"
            : claims.Expires > start + Longest + Skew ? "exp is too far ahead"
            : null;
    }
}
