using System.Text.Json;
using AuthHub.Jose;
using AuthHub.Jose.Encryption;
using AuthHub.OpenId.Clients;
using AuthHub.OpenId.Keys;
using Microsoft.Extensions.Options;

namespace AuthHub.OpenId.Endpoints.Authorization;

/// <summary>
/// Opens request objects (RFC 9101): authorization requests their clients signed, and may have encrypted for us around that. As strict for everybody as FAPI 2.0 Message Signing
/// section 5.3.1 wants: for us, by this client, short. What is inside is all that counts.
/// </summary>
public sealed class RequestObjects(ClientKeys keys, KeyRing ring, TimeProvider clock, IOptions<OpenIdSettings> settings)
{
    private const string Type = "oauth-authz-req+jwt";

    private const int MostParameters = 64;

    private static readonly TimeSpan Skew = TimeSpan.FromSeconds(10);

    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(60);

    /// <summary>What makes it a JWT and no parameter (RFC 9101 section 4).</summary>
    private static readonly string[] Envelope = ["iss", "aud", "exp", "nbf", "iat", "jti", "sub"];

    /// <summary>What clients may sign with.</summary>
    public static IReadOnlyList<SignatureAlgorithm> Algorithms { get; } = [SignatureAlgorithm.RS256, SignatureAlgorithm.PS256, SignatureAlgorithm.ES256];

    /// <summary>The parameters inside, or why there are none to be had.</summary>
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
            return (null, $"request object refused: {((JwtVerdict.Refused)verdict).Reason}");
        }

        var parameters = ParametersOf(claims);
        return WhyNot(client, claims, parameters, now) is { } reason ? (null, $"request object refused: {reason}") : (parameters, null);
    }

    private async ValueTask<JwtVerdict> VerifyAsync(Client client, string text, DateTimeOffset now, bool anew, CancellationToken cancellationToken)
    {
        var algorithms = FapiProfiles.AlgorithmsOf(client, client.Metadata.RequestObjectSigningAlg, Algorithms);
        var expectation = new JwtExpectation(Type, client.ClientId, settings.Value.Issuer) { Skew = Skew, Untyped = true };
        if (await keys.FindAsync(client, anew, cancellationToken) is not { } set)
        {
            return new JwtVerdict.Refused(JoseRefusal.KeyUnknown);
        }

        // RFC 9101 section 6.1: what is encrypted holds what is signed, and nothing else is looked for inside.
        return NestedJwt.LooksEncrypted(text)
            ? NestedJwt.Verify(text, (await ring.ReadAsync(cancellationToken)).FindDecryption, set.For(algorithms), expectation, now)
            : Jwt.Verify(text, set.For(algorithms), expectation, now);
    }

    private static string? WhyNot(Client client, JwtClaims claims, Dictionary<string, string>? parameters, DateTimeOffset now)
    {
        if (parameters is null)
        {
            return "a parameter is malformed, or there are too many";
        }

        // RFC 9101 section 10.8: an assertion that proves the client must not pass for a request.
        if (claims.Subject == client.ClientId)
        {
            return "sub is the client";
        }

        if (parameters.ContainsKey("request") || parameters.ContainsKey("request_uri"))
        {
            return "a request inside the request";
        }

        if (parameters.GetValueOrDefault("client_id") != client.ClientId)
        {
            return "client_id inside is missing or another";
        }

        if (FapiProfiles.SignsMessages(client) && claims.NotBefore is null)
        {
            return "nbf missing";
        }

        if (claims.IssuedAt > now + Skew || claims.NotBefore < now - Longest)
        {
            return "iat ahead, or nbf far back";
        }

        return claims.Expires > (claims.NotBefore ?? now) + Longest + Skew ? "exp is too far ahead" : null;
    }

    /// <summary>Several resources are an array here, and one text parted by spaces everywhere else.</summary>
    private static string TextOf(JsonProperty member) => member.Value.ValueKind switch
    {
        JsonValueKind.String => member.Value.GetString()!,
        JsonValueKind.Array when member.Name == "resource" && member.Value.EnumerateArray().All(one => one.ValueKind == JsonValueKind.String) =>
            string.Join(' ', member.Value.EnumerateArray().Select(one => one.GetString())),
        _ => member.Value.GetRawText(),
    };

    /// <summary>Texts as they are; numbers and structures, such as <c>max_age</c> and <c>claims</c>, as they are written (OpenID Connect Core section 6.1).</summary>
    internal static Dictionary<string, string>? ParametersOf(JwtClaims claims)
    {
        var parameters = new Dictionary<string, string>(StringComparer.Ordinal);
        try
        {
            foreach (var member in claims.Members.Where(m => !Envelope.Contains(m.Name) && m.Value.ValueKind != JsonValueKind.Null))
            {
                var value = TextOf(member);
                if (parameters.Count == MostParameters || value.Contains('\0', StringComparison.Ordinal) || member.Name.Contains('\0', StringComparison.Ordinal))
                {
                    return null;
                }

                parameters.Add(member.Name, value);
            }

            return parameters;
        }
        catch (InvalidOperationException)
        {
            // Half a surrogate pair.
            return null;
        }
    }
}
