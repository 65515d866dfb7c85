using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;

namespace AuthHub.Jose.Encryption;

/// <summary>A private key of ours with the only ways it decrypts; a header selects among these and adds none (law L15).</summary>
public sealed class DecryptionKey : IDisposable
{
    private readonly RSA? _rsa;

    private readonly ECDiffieHellman? _ec;

    private DecryptionKey(IReadOnlyList<KeyManagementAlgorithm> algorithms, IReadOnlyList<ContentEncryption> encryptions, RSA? rsa, ECDiffieHellman? ec)
    {
        Algorithms = algorithms;
        Encryptions = encryptions;
        _rsa = rsa;
        _ec = ec;
        var bare = rsa is not null ? JsonWebKey.Of(rsa.ExportParameters(false)) : JsonWebKey.Of(ec!.ExportParameters(false));
        PublicKey = bare with { Use = KeyUse.Encryption, Kid = bare.Thumbprint, Algorithm = algorithms.Count == 1 ? algorithms[0].Name : null };
    }

    public IReadOnlyList<KeyManagementAlgorithm> Algorithms { get; }

    public IReadOnlyList<ContentEncryption> Encryptions { get; }

    public JsonWebKey PublicKey { get; }

    public string Kid => PublicKey.Kid!;

    /// <param name="algorithms">All for one type of key.</param>
    /// <param name="encryptions">What content may be encrypted with.</param>
    /// <param name="curve">P-256 where not given; RSA keys have none.</param>
    /// <param name="rsaBits">The length of an RSA key.</param>
    public static DecryptionKey Generate(IReadOnlyList<KeyManagementAlgorithm> algorithms, IReadOnlyList<ContentEncryption> encryptions, EllipticCurve? curve = null, int rsaBits = 2048) =>
        KeyTypeOf(algorithms) == "RSA"
            ? new DecryptionKey(algorithms, encryptions, RSA.Create(rsaBits), null)
            : new DecryptionKey(algorithms, encryptions, null, ECDiffieHellman.Create((curve ?? EllipticCurve.P256).Named));

    public static DecryptionKey Import(IReadOnlyList<KeyManagementAlgorithm> algorithms, IReadOnlyList<ContentEncryption> encryptions, ReadOnlySpan<byte> pkcs8)
    {
        if (KeyTypeOf(algorithms) == "RSA")
        {
            var rsa = RSA.Create();
            rsa.ImportPkcs8PrivateKey(pkcs8, out _);
            return new DecryptionKey(algorithms, encryptions, rsa, null);
        }

        var ec = ECDiffieHellman.Create();
        ec.ImportPkcs8PrivateKey(pkcs8, out _);
        return new DecryptionKey(algorithms, encryptions, null, ec);
    }

    public byte[] ExportPkcs8() => _rsa is not null ? _rsa.ExportPkcs8PrivateKey() : _ec!.ExportPkcs8PrivateKey();

    public void Dispose()
    {
        _rsa?.Dispose();
        _ec?.Dispose();
    }

    /// <summary>
    /// The content key. Where the encrypted one is no good, a random one stands in, so that the tag fails as for any wrong key
    /// (RFC 7516 section 11.5). A reason is given only for what anybody can see from outside.
    /// </summary>
    internal JoseRefusal? ReadContentKey(JweHeader header, byte[] encryptedKey, out byte[] contentKey)
    {
        contentKey = RandomNumberGenerator.GetBytes(ContentEncryption.KeyBytes);
        if (header.Algorithm.HasEncryptedKey != encryptedKey.Length > 0 || (_rsa is not null && encryptedKey.Length != (_rsa.KeySize + 7) / 8))
        {
            return JoseRefusal.PartLengthWrong;
        }

        byte[]? agreed = null;
        if (_rsa is null && !TryAgree(header, out agreed))
        {
            return JoseRefusal.EphemeralKeyWrong;
        }

        var found = _rsa is not null ? Decrypt(_rsa, encryptedKey) : header.Algorithm.HasEncryptedKey ? AesKeyWrap.Unwrap(agreed!, encryptedKey) : agreed;
        contentKey = found is { Length: ContentEncryption.KeyBytes } ? found : contentKey;
        return null;
    }

    private static string KeyTypeOf(IReadOnlyList<KeyManagementAlgorithm> algorithms) => algorithms.Select(a => a.KeyType).Distinct().Single();

    private static byte[]? Decrypt(RSA rsa, byte[] encryptedKey)
    {
        try
        {
            return rsa.Decrypt(encryptedKey, RSAEncryptionPadding.OaepSHA256);
        }
        catch (CryptographicException)
        {
            return null;
        }
    }

    /// <summary>Importing the one-time key fails where it is no point of our curve (RFC 8725 section 3.4, JOS-15).</summary>
    private bool TryAgree(JweHeader header, [NotNullWhen(true)] out byte[]? agreed)
    {
        agreed = null;
        if (header.EphemeralKey!.Curve != PublicKey.Curve)
        {
            return false;
        }

        try
        {
            using var sender = ECDiffieHellman.Create(header.EphemeralKey.Ec);
            agreed = AgreedKey.Derive(_ec!, sender.PublicKey, header);
            return true;
        }
        catch (CryptographicException)
        {
            return false;
        }
    }
}
