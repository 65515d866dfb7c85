using System.Security.Cryptography;

namespace AuthHub.Methods.WebAuthn;

/// <summary>Checks signatures by COSE algorithm number (RFC 9053 section 2.1, RFC 8230, RFC 8812); the key must be of the algorithm's kind.</summary>
internal static class Signatures
{
    public static bool Verify(AsymmetricAlgorithm key, int algorithm, ReadOnlySpan<byte> data, ReadOnlySpan<byte> signature) => (key, algorithm) switch
    {
        (ECDsa ec, CoseKey.Es256) => ec.VerifyData(data, signature, HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence),
        (ECDsa ec, CoseKey.Es384) => ec.VerifyData(data, signature, HashAlgorithmName.SHA384, DSASignatureFormat.Rfc3279DerSequence),
        (ECDsa ec, CoseKey.Es512) => ec.VerifyData(data, signature, HashAlgorithmName.SHA512, DSASignatureFormat.Rfc3279DerSequence),
        (RSA rsa, CoseKey.Rs256) => rsa.VerifyData(data, signature, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1),
        (RSA rsa, CoseKey.Ps256) => rsa.VerifyData(data, signature, HashAlgorithmName.SHA256, RSASignaturePadding.Pss),
        _ => false,
    };
}
