using System.Security.Cryptography;

namespace AuthHub.Jose.Encryption;

/// <summary>A256GCM (RFC 7518 section 5.3): 96 bits of initialization vector, the whole tag.</summary>
internal sealed class AesGcmContent() : ContentEncryption("A256GCM", ivBytes: 12)
{
    internal override byte[] Encrypt(byte[] key, byte[] iv, ReadOnlySpan<byte> plaintext, ReadOnlySpan<byte> associated, Span<byte> tag)
    {
        using var aes = new AesGcm(key, TagBytes);
        var ciphertext = new byte[plaintext.Length];
        aes.Encrypt(iv, plaintext, ciphertext, tag, associated);
        return ciphertext;
    }

    internal override byte[]? Decrypt(byte[] key, byte[] iv, ReadOnlySpan<byte> ciphertext, ReadOnlySpan<byte> associated, ReadOnlySpan<byte> tag)
    {
        using var aes = new AesGcm(key, TagBytes);
        var plaintext = new byte[ciphertext.Length];
        try
        {
            aes.Decrypt(iv, ciphertext, tag, plaintext, associated);
            return plaintext;
        }
        catch (CryptographicException)
        {
            return null;
        }
    }
}
