using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;

namespace AuthHub.Jose;

/// <summary>A public key bound to one algorithm. The key decides how a signature is checked; a token's header cannot (RFC 8725 section 3.1).</summary>
public sealed class VerificationKey : IDisposable
{
    private readonly RSA? _rsa;

    private readonly ECDsa? _ec;

    private VerificationKey(SignatureAlgorithm algorithm, string? kid, RSA? rsa, ECDsa? ec)
    {
        Algorithm = algorithm;
        Kid = kid;
        _rsa = rsa;
        _ec = ec;
    }

    public SignatureAlgorithm Algorithm { get; }

    public string? Kid { get; }

    /// <summary>Imports a public key once; false when it does not fit the algorithm or is no point of its curve (RFC 8725 section 3.4).</summary>
    public static bool TryCreate(JsonWebKey key, SignatureAlgorithm algorithm, [NotNullWhen(true)] out VerificationKey? verification)
    {
        verification = null;
        if (key.KeyType != algorithm.KeyType || (key.Algorithm is not null && key.Algorithm != algorithm.Name))
        {
            return false;
        }

        try
        {
            verification = key.KeyType == "RSA"
                ? new VerificationKey(algorithm, key.Kid, RSA.Create(new RSAParameters { Modulus = key.First, Exponent = key.Second }), null)
                : new VerificationKey(algorithm, key.Kid, null, ECDsa.Create(new ECParameters { Curve = ECCurve.NamedCurves.nistP256, Q = new ECPoint { X = key.First, Y = key.Second } }));
            return true;
        }
        catch (CryptographicException)
        {
            return false;
        }
    }

    public bool Verify(ReadOnlySpan<byte> input, ReadOnlySpan<byte> signature)
    {
        try
        {
            return _rsa is not null
                ? signature.Length == _rsa.KeySize / 8 && _rsa.VerifyData(input, signature, HashAlgorithmName.SHA256, Algorithm.Padding!)
                : signature.Length == 64 && _ec!.VerifyData(input, signature, HashAlgorithmName.SHA256, DSASignatureFormat.IeeeP1363FixedFieldConcatenation);
        }
        catch (CryptographicException)
        {
            return false;
        }
    }

    public void Dispose()
    {
        _rsa?.Dispose();
        _ec?.Dispose();
    }
}
