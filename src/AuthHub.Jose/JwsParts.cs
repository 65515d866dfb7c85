using System.Text;

namespace AuthHub.Jose;

/// <summary>A compact JWS taken apart (RFC 7515 section 7.1), nothing of it believed yet.</summary>
/// <param name="Header">The protected header's bytes.</param>
/// <param name="Payload">The payload's bytes.</param>
/// <param name="Signature">The signature or MAC.</param>
/// <param name="Input">What was signed: the first two parts as they were sent.</param>
internal sealed record JwsParts(byte[] Header, byte[] Payload, byte[] Signature, byte[] Input)
{
    /// <summary>Takes a token apart; the reason where it is refused.</summary>
    public static JoseRefusal? Read(string token, out JwsParts? parts)
    {
        parts = null;
        if (token.Length > CompactJws.Longest)
        {
            return JoseRefusal.TooLong;
        }

        parts = Split(token);
        return parts is null ? JoseRefusal.NotCompact : null;
    }

    private static JwsParts? Split(string token)
    {
        var first = token.IndexOf('.', StringComparison.Ordinal);
        var last = token.LastIndexOf('.');
        if (first <= 0 || last - first <= 1 || last == token.Length - 1)
        {
            return null;
        }

        // A fourth part would leave a dot inside the payload, which is no base64url.
        var text = token.AsSpan();
        return Base64UrlText.TryDecode(text[..first], out var header)
            && Base64UrlText.TryDecode(text[(first + 1)..last], out var payload)
            && Base64UrlText.TryDecode(text[(last + 1)..], out var signature)
                ? new JwsParts(header, payload, signature, Encoding.ASCII.GetBytes(token, 0, last))
                : null;
    }
}
