using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;

namespace AuthHub.Jose.Encryption;

/// <summary>A reader's public key bound to one way of encrypting, imported once.</summary>
public sealed class EncryptionKey : IDisposable
{
    private readonly RSA? _rsa;

    private readonly ECDiffieHellman? _ec;

    private readonly EllipticCurve? _curve;

    private EncryptionKey(KeyManagementAlgorithm algorithm, ContentEncryption encryption, JsonWebKey key)
    {
        Algorithm = algorithm;
        Encryption = encryption;
        Kid = key.Kid;
        _curve = key.Curve;
        _rsa = key.Curve is null ? RSA.Create(key.Rsa) : null;
        _ec = key.Curve is null ? null : ECDiffieHellman.Create(key.Ec);
    }

    public KeyManagementAlgorithm Algorithm { get; }

    public ContentEncryption Encryption { get; }

    public string? Kid { get; }

    /// <summary>Imports a public key once; false when it is for something else or is no point of its curve (RFC 8725 section 3.4).</summary>
    public static bool TryCreate(JsonWebKey key, KeyManagementAlgorithm algorithm, ContentEncryption encryption, [NotNullWhen(true)] out EncryptionKey? encryptionKey)
    {
        encryptionKey = null;
        if (key.Use != KeyUse.Encryption || key.KeyType != algorithm.KeyType || (key.Algorithm is not null && key.Algorithm != algorithm.Name))
        {
            return false;
        }

        try
        {
            encryptionKey = new EncryptionKey(algorithm, encryption, key);
            return true;
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

    /// <summary>Makes a content key and what tells it to the reader: a header with a fresh one-time key, or an encrypted key, or both.</summary>
    internal byte[] MakeContentKey(ref JweHeader header, out byte[] encryptedKey)
    {
        var contentKey = RandomNumberGenerator.GetBytes(ContentEncryption.KeyBytes);
        if (_rsa is not null)
        {
            encryptedKey = _rsa.Encrypt(contentKey, RSAEncryptionPadding.OaepSHA256);
            return contentKey;
        }

        using var ephemeral = ECDiffieHellman.Create(_curve!.Named);
        header = header with { EphemeralKey = JsonWebKey.Of(ephemeral.ExportParameters(false)) };
        var agreed = AgreedKey.Derive(ephemeral, _ec!.PublicKey, header);
        encryptedKey = Algorithm.HasEncryptedKey ? AesKeyWrap.Wrap(agreed, contentKey) : [];
        return Algorithm.HasEncryptedKey ? contentKey : agreed;
    }
}
