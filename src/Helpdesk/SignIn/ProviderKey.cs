using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text.Json;

namespace Helpdesk.SignIn;

/// <summary>One public key of AuthHub that may verify ID tokens; the key, not the token, decides which algorithms fit.</summary>
internal sealed record ProviderKey(string? Id, string? OnlyAlgorithm, AsymmetricAlgorithm Key)
{
    /// <summary>Whether this is the key a token's header selects.</summary>
    public bool Fits(string? id, string algorithm) =>
        (id is null || string.Equals(Id, id, StringComparison.Ordinal))
        && (OnlyAlgorithm is null || string.Equals(OnlyAlgorithm, algorithm, StringComparison.Ordinal))
        && algorithm is "ES256" == Key is ECDsa;

    /// <summary>Checks a signature (RFC 7518 sections 3.3, 3.4 and 3.5); unknown algorithms never verify.</summary>
    public bool Verify(string algorithm, ReadOnlySpan<byte> signed, ReadOnlySpan<byte> signature) => (algorithm, Key) switch
    {
        ("RS256", RSA rsa) => rsa.VerifyData(signed, signature, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1),
        ("PS256", RSA rsa) => rsa.VerifyData(signed, signature, HashAlgorithmName.SHA256, RSASignaturePadding.Pss),
        ("ES256", ECDsa curve) => signature.Length == 64 && curve.VerifyData(signed, signature, HashAlgorithmName.SHA256),
        _ => false,
    };

    /// <summary>Reads a JWK (RFC 7517); null for keys of other kinds or purposes, which are not ours to use.</summary>
    public static ProviderKey? Read(JsonElement jwk)
    {
        if (jwk.ValueKind != JsonValueKind.Object || jwk.Text("use") is not (null or "sig"))
        {
            return null;
        }

        try
        {
            AsymmetricAlgorithm? key = jwk.Text("kty") switch
            {
                "RSA" => ReadRsa(jwk),
                "EC" when jwk.Text("crv") == "P-256" => ReadCurve(jwk),
                _ => null,
            };
            return key is null ? null : new ProviderKey(jwk.Text("kid"), jwk.Text("alg"), key);
        }
        catch (Exception broken) when (broken is CryptographicException or FormatException or ArgumentException)
        {
            return null;
        }
    }

    private static RSA? ReadRsa(JsonElement jwk)
    {
        var rsa = RSA.Create(new RSAParameters { Modulus = Bytes(jwk, "n"), Exponent = Bytes(jwk, "e") });

        // RFC 7518 section 3.3: 2048 bits or more.
        return rsa.KeySize >= 2048 ? rsa : null;
    }

    private static ECDsa ReadCurve(JsonElement jwk) => ECDsa.Create(new ECParameters
    {
        Curve = ECCurve.NamedCurves.nistP256,
        Q = new ECPoint { X = Bytes(jwk, "x"), Y = Bytes(jwk, "y") },
    });

    private static byte[] Bytes(JsonElement jwk, string name) => Base64Url.DecodeFromChars(jwk.Text(name) ?? "");
}
