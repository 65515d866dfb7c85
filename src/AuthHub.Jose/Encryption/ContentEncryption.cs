namespace AuthHub.Jose.Encryption;

/// <summary>The ways content is encrypted and authenticated at once (RFC 7518 section 5.1).</summary>
public abstract class ContentEncryption
{
    /// <summary>Both algorithms have keys of 256 bits and tags of 128.</summary>
    internal const int KeyBytes = 32;

    /// <inheritdoc cref="KeyBytes"/>
    internal const int TagBytes = 16;

    private protected ContentEncryption(string name, int ivBytes)
    {
        Name = name;
        IvBytes = ivBytes;
    }

    /// <summary>AES in Galois/Counter Mode with 256 bits.</summary>
    public static ContentEncryption A256GCM { get; } = new AesGcmContent();

    /// <summary>AES-128 in CBC mode with HMAC SHA-256 over the ciphertext.</summary>
    public static ContentEncryption A128CbcHS256 { get; } = new AesCbcHmacContent();

    public static IReadOnlyList<ContentEncryption> All { get; } = [A256GCM, A128CbcHS256];

    /// <summary>The value of <c>enc</c>.</summary>
    public string Name { get; }

    internal int IvBytes { get; }

    /// <summary>The encryption of exactly this name; null for every other.</summary>
    public static ContentEncryption? Find(string? name) => All.FirstOrDefault(e => e.Name == name);

    internal abstract byte[] Encrypt(byte[] key, byte[] iv, ReadOnlySpan<byte> plaintext, ReadOnlySpan<byte> associated, Span<byte> tag);

    /// <summary>Null whenever anything is wrong, without a word on what.</summary>
    internal abstract byte[]? Decrypt(byte[] key, byte[] iv, ReadOnlySpan<byte> ciphertext, ReadOnlySpan<byte> associated, ReadOnlySpan<byte> tag);
}
