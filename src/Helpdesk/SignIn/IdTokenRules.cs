using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Helpdesk.SignIn;

/// <summary>What an ID token whose signature is right must still say (OpenID Connect Core 1.0 section 3.1.3.7). Pure: all it knows is given, the access token for <c>at_hash</c>.</summary>
internal sealed record IdTokenRules(string Issuer, string ClientId, string Nonce, string AccessToken, DateTimeOffset Now)
{
    private const int Leeway = 60;

    public void Check(JsonElement claims)
    {
        Require(Same(claims.Text("iss"), Issuer), "iss");
        Require(claims.Text("sub") is { Length: > 0 and <= 255 } subject && !subject.Any(char.IsControl), "sub");

        // Items 3 to 5: we trust no other audience, and if there is an authorized party it is us.
        Require(claims.Texts("aud") is [var audience] && Same(audience, ClientId), "aud");
        Require(!claims.TryGetProperty("azp", out _) || Same(claims.Text("azp"), ClientId), "azp");
        Require(Same(claims.Text("nonce"), Nonce), "nonce");
        CheckTimes(claims);

        // Section 3.1.3.6: the left half of the hash of the access token.
        Require(!claims.TryGetProperty("at_hash", out _) || Same(claims.Text("at_hash"), HalfHash(AccessToken)), "at_hash");
    }

    private void CheckTimes(JsonElement claims)
    {
        var now = Now.ToUnixTimeSeconds();
        Require(claims.Seconds("exp") is not null, "exp");
        Require(claims.Seconds("iat") is not null, "iat");
        RequireClock(claims.Seconds("exp") > now - Leeway, "exp");
        RequireClock(claims.Seconds("iat") <= now + Leeway, "iat");
        RequireClock(!claims.TryGetProperty("nbf", out _) || claims.Seconds("nbf") <= now + Leeway, "nbf");
    }

    private static string HalfHash(string token) => Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(token)).AsSpan(0, 16));

    private static bool Same(string? given, string expected) =>
        given is not null && CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(given), Encoding.UTF8.GetBytes(expected));

    private static void Require(bool holds, string claim)
    {
        if (!holds)
        {
            throw new SignInException(SignInProblem.TokenRejected, $"ID token: {claim} is missing or wrong.");
        }
    }

    private static void RequireClock(bool holds, string claim)
    {
        if (!holds)
        {
            throw new SignInException(SignInProblem.ClockWrong, $"ID token: {claim} does not fit our clock.");
        }
    }
}
