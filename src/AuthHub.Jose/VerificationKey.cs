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
        if (key.Use != KeyUse.Signature || key.KeyType != algorithm.KeyType || key.Curve != algorithm.Curve || (key.Algorithm is not null && key.Algorithm != algorithm.Name))
        {
            return false;
        }

        try
        {
            verification = key.KeyType == "RSA"
                ? new VerificationKey(algorithm, key.Kid, RSA.Create(key.Rsa), null)
                : new VerificationKey(algorithm, key.Kid, null, ECDsa.Create(key.Ec));
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
                ? signature.Length == (_rsa.KeySize + 7) / 8 && _rsa.VerifyData(input, signature, Algorithm.Hash, Algorithm.Padding!)
                : signature.Length == 2 * Algorithm.Curve!.Bytes && _ec!.VerifyData(input, signature, Algorithm.Hash, DSASignatureFormat.IeeeP1363FixedFieldConcatenation);
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
