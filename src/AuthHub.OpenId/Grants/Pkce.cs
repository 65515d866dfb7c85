using System.Buffers;
using System.Security.Cryptography;
using System.Text;
using AuthHub.Jose;
using AuthHub.OpenId.Errors;

namespace AuthHub.OpenId.Grants;

/// <summary>Proof Key for Code Exchange, method S256 only (RFC 7636).</summary>
internal static class Pkce
{
    public const string Method = "S256";

    private static readonly SearchValues<char> Unreserved = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~");

    /// <summary>The challenge of a request that has one; refuses one of another method than S256, and without a method it would be plain (section 4.3).</summary>
    public static string? ReadChallenge(string? challenge, string? method) =>
        challenge is null && method is null ? null
        : challenge is not null && method == Method && IsChallenge(challenge) ? challenge
        : throw ProtocolError.InvalidRequest.Because("code_challenge_method is not S256, or code_challenge malformed");

    /// <summary>A challenge is the base64url of 32 bytes (section 4.2).</summary>
    private static bool IsChallenge(string text) => Base64UrlText.TryDecode(text, out var bytes) && bytes.Length == SHA256.HashSizeInBytes;

    /// <summary>Section 4.6. The verifier has 43 to 128 unreserved characters (section 4.1).</summary>
    public static bool Matches(string challenge, string verifier) =>
        verifier.Length is >= 43 and <= 128
        && !verifier.AsSpan().ContainsAnyExcept(Unreserved)
        && Base64UrlText.TryDecode(challenge, out var expected)
        && CryptographicOperations.FixedTimeEquals(expected, SHA256.HashData(Encoding.ASCII.GetBytes(verifier)));
}
