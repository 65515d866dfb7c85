using System.Buffers.Text;
using System.Text;
using System.Text.Json;

namespace Helpdesk.SignIn;

/// <summary>A JWS in compact form (RFC 7515 section 7.1), taken apart but not yet believed.</summary>
internal sealed record SignedToken(string Algorithm, string? KeyId, JsonElement Claims, byte[] Signed, byte[] Signature)
{
    public static SignedToken Read(string compact) => Read(compact, type => type?.Equals("JWT", StringComparison.OrdinalIgnoreCase) != false);

    /// <summary>The same for a token whose header must name another type.</summary>
    public static SignedToken Read(string compact, Func<string?, bool> isOurs)
    {
        var parts = compact.Split('.');
        if (parts.Length != 3)
        {
            throw Refuse("It has not three parts.");
        }

        var header = Json.ReadObject(Bytes(parts[0]));

        // RFC 8725 section 3.1: an explicit list of algorithms, and "none" is not on it.
        if (header.Text("alg") is not ("RS256" or "ES256" or "PS256") and var algorithm)
        {
            throw Refuse($"The algorithm {(algorithm is null ? "is missing" : "is not accepted")}.");
        }

        // RFC 7515 section 4.1.11: extensions we do not know must stop us. RFC 8725 section 3.11: one kind of token is not another.
        if (header.TryGetProperty("crit", out _) || !isOurs(header.Text("typ")))
        {
            throw Refuse("The header asks for something else, or for another kind of token.");
        }

        return new SignedToken(
            header.Text("alg")!, header.Text("kid"), Json.ReadObject(Bytes(parts[1])), Encoding.ASCII.GetBytes(parts[0] + "." + parts[1]), Bytes(parts[2]));
    }

    // RFC 7515 section 2: base64url without padding, line breaks or spaces.
    private static byte[] Bytes(string part) =>
        part.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_') && Base64Url.IsValid(part)
            ? Base64Url.DecodeFromChars(part)
            : throw Refuse("It is not base64url.");

    private static SignInException Refuse(string reason) => new(SignInProblem.TokenRejected, "Token: " + reason);
}
