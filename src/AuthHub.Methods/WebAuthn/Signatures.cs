using System.Formats.Asn1;
using System.Security.Cryptography;

namespace AuthHub.Methods.WebAuthn;

/// <summary>Checks signatures by COSE algorithm number (RFC 9053 section 2.1, RFC 8230, RFC 8812); the key must be of the algorithm's kind.</summary>
internal static class Signatures
{
    public static bool Verify(AsymmetricAlgorithm key, int algorithm, ReadOnlySpan<byte> data, ReadOnlySpan<byte> signature) => (key, algorithm) switch
    {
        (ECDsa ec, CoseKey.Es256) => VerifyEc(ec, HashAlgorithmName.SHA256, data, signature),
        (ECDsa ec, CoseKey.Es384) => VerifyEc(ec, HashAlgorithmName.SHA384, data, signature),
        (ECDsa ec, CoseKey.Es512) => VerifyEc(ec, HashAlgorithmName.SHA512, data, signature),
        (RSA rsa, CoseKey.Rs256) => rsa.VerifyData(data, signature, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1),
        (RSA rsa, CoseKey.Ps256) => rsa.VerifyData(data, signature, HashAlgorithmName.SHA256, RSASignaturePadding.Pss),
        _ => false,
    };

    /// <summary>The framework forgives sloppy DER; two spellings of one signature are one too many, so r and s are read here (WebAuthn section 6.5.5).</summary>
    private static bool VerifyEc(ECDsa key, HashAlgorithmName hash, ReadOnlySpan<byte> data, ReadOnlySpan<byte> signature)
    {
        var size = (key.KeySize + 7) / 8;
        var plain = new byte[size * 2];
        try
        {
            AsnDecoder.ReadSequence(signature, AsnEncodingRules.DER, out var start, out var length, out var read);
            var content = signature.Slice(start, length);
            var r = AsnDecoder.ReadIntegerBytes(content, AsnEncodingRules.DER, out var first);
            var s = AsnDecoder.ReadIntegerBytes(content[first..], AsnEncodingRules.DER, out var second);
            return read == signature.Length && first + second == length
                && TryPlace(r, plain.AsSpan(0, size)) && TryPlace(s, plain.AsSpan(size))
                && key.VerifyData(data, plain, hash, DSASignatureFormat.IeeeP1363FixedFieldConcatenation);
        }
        catch (AsnContentException)
        {
            return false;
        }
    }

    /// <summary>Writes a positive number right-aligned; false when it is negative or too long.</summary>
    private static bool TryPlace(ReadOnlySpan<byte> number, Span<byte> place)
    {
        if ((number[0] & 0x80) != 0)
        {
            return false;
        }

        var digits = number.TrimStart((byte)0);
        if (digits.Length > place.Length)
        {
            return false;
        }

        digits.CopyTo(place[^digits.Length..]);
        return true;
    }
}
