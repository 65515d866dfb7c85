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
        if (Open(token, out var parts, out var header) is { } refusal)
        {
            return new JwsVerdict.Refused(refusal);
        }

        if (find(header!.Kid) is not { } key)
        {
            return new JwsVerdict.Refused(JoseRefusal.KeyUnknown);
        }

        return key.Algorithm == header.Algorithm ? Check(parts!, header, key) : new JwsVerdict.Refused(JoseRefusal.AlgorithmMismatch);
    }

    /// <summary>Checks with one of a client's own keys; the header selects among them and can bring none.</summary>
    public static JwsVerdict Verify(string token, VerificationKeys keys)
    {
        VerificationKey? key = null;
        var refusal = Open(token, out var parts, out var header) ?? keys.Select(header!, out key);
        return refusal is { } reason ? new JwsVerdict.Refused(reason) : Check(parts!, header!, key!);
    }

    private static JoseRefusal? Open(string token, out JwsParts? parts, out JwsHeader? header)
    {
        header = null;
        return JwsParts.Read(token, out parts) ?? JwsHeader.Read(parts!.Header, out header);
    }

    private static JwsVerdict Check(JwsParts parts, JwsHeader header, VerificationKey key) => key.Verify(parts.Input, parts.Signature)
        ? new JwsVerdict.Verified(header, parts.Payload)
        : new JwsVerdict.Refused(JoseRefusal.SignatureWrong);
}
