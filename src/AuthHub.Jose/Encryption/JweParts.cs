using System.Text;

namespace AuthHub.Jose.Encryption;

/// <summary>A compact JWE taken apart (RFC 7516 section 7.1), nothing of it believed yet.</summary>
/// <param name="Header">The protected header's bytes.</param>
/// <param name="EncryptedKey">Empty where the content key is agreed directly.</param>
/// <param name="Iv">The initialization vector.</param>
/// <param name="Ciphertext">The encrypted content.</param>
/// <param name="Tag">The authentication tag.</param>
/// <param name="Associated">What the tag covers besides: the header as it was sent.</param>
internal sealed record JweParts(byte[] Header, byte[] EncryptedKey, byte[] Iv, byte[] Ciphertext, byte[] Tag, byte[] Associated)
{
    /// <summary>Takes a token apart; the reason where it is refused.</summary>
    public static JoseRefusal? Read(string token, out JweParts? parts)
    {
        parts = null;
        if (token.Length > CompactJws.Longest)
        {
            return JoseRefusal.TooLong;
        }

        var bytes = Split(token);
        if (bytes is not [{ Length: > 0 } header, { } encryptedKey, { Length: > 0 } iv, { Length: > 0 } ciphertext, { Length: > 0 } tag])
        {
            return JoseRefusal.NotCompact;
        }

        parts = new JweParts(header, encryptedKey, iv, ciphertext, tag, Encoding.ASCII.GetBytes(token, 0, token.IndexOf('.', StringComparison.Ordinal)));
        return null;
    }

    /// <summary>A part that is no base64url is null. A sixth part is enough to know it is too many.</summary>
    private static byte[]?[] Split(string token) =>
        [.. token.Split('.', 6).Select(part => Base64UrlText.TryDecode(part, out var bytes) ? bytes : null)];
}
