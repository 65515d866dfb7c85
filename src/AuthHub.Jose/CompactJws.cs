using System.Text;

namespace AuthHub.Jose;

/// <summary>Signs and checks JWS in compact serialization (RFC 7515 sections 5 and 7.1), the only serialization spoken here.</summary>
public static class CompactJws
{
    /// <summary>Nothing longer is looked at (law L20).</summary>
    public const int Longest = 16 * 1024;

    public static string Sign(SigningKey key, string typ, ReadOnlySpan<byte> payload)
    {
        var input = string.Concat(key.HeaderFor(typ), ".", Base64UrlText.Encode(payload));
        var bytes = input.Length <= 4096 ? stackalloc byte[input.Length] : new byte[input.Length];
        Encoding.ASCII.GetBytes(input, bytes);
        return string.Concat(input, ".", Base64UrlText.Encode(key.Sign(bytes)));
    }

    /// <summary>Checks against one key, which must be the one the header names, if it names one.</summary>
    public static JwsVerdict Verify(string token, VerificationKey key) =>
        Verify(token, kid => kid is null || key.Kid is null || kid == key.Kid ? key : null);

    /// <summary>Checks with the key that <paramref name="find"/> gives for the header's <c>kid</c>; the key decides everything else.</summary>
    public static JwsVerdict Verify(string token, Func<string?, VerificationKey?> find)
    {
        if (token.Length > Longest)
        {
            return new JwsVerdict.Refused(JoseRefusal.TooLong);
        }

        if (Split(token) is not { } parts)
        {
            return new JwsVerdict.Refused(JoseRefusal.NotCompact);
        }

        if (JwsHeader.Read(parts.Header, out var header) is { } refusal)
        {
            return new JwsVerdict.Refused(refusal);
        }

        if (find(header!.Kid) is not { } key)
        {
            return new JwsVerdict.Refused(JoseRefusal.KeyUnknown);
        }

        if (key.Algorithm != header.Algorithm)
        {
            return new JwsVerdict.Refused(JoseRefusal.AlgorithmMismatch);
        }

        return key.Verify(Encoding.ASCII.GetBytes(token, 0, parts.InputLength), parts.Signature)
            ? new JwsVerdict.Verified(header, parts.Payload)
            : new JwsVerdict.Refused(JoseRefusal.SignatureWrong);
    }

    private static (byte[] Header, byte[] Payload, byte[] Signature, int InputLength)? Split(string token)
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
                ? (header, payload, signature, last)
                : null;
    }
}
