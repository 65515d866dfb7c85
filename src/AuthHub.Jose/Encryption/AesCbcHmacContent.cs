using System.Buffers.Binary;
using System.Security.Cryptography;

namespace AuthHub.Jose.Encryption;

/// <summary>A128CBC-HS256 (RFC 7518 section 5.2): encrypt, then MAC; the MAC is checked before anything is decrypted.</summary>
internal sealed class AesCbcHmacContent() : ContentEncryption("A128CBC-HS256", ivBytes: 16)
{
    private const int HalfKey = 16;

    internal override byte[] Encrypt(byte[] key, byte[] iv, ReadOnlySpan<byte> plaintext, ReadOnlySpan<byte> associated, Span<byte> tag)
    {
        using var aes = Aes.Create();
        aes.Key = key[HalfKey..];
        var ciphertext = aes.EncryptCbc(plaintext, iv);
        Tag(key, iv, ciphertext, associated).CopyTo(tag);
        return ciphertext;
    }

    internal override byte[]? Decrypt(byte[] key, byte[] iv, ReadOnlySpan<byte> ciphertext, ReadOnlySpan<byte> associated, ReadOnlySpan<byte> tag)
    {
        if (!CryptographicOperations.FixedTimeEquals(Tag(key, iv, ciphertext, associated), tag))
        {
            return null;
        }

        using var aes = Aes.Create();
        aes.Key = key[HalfKey..];
        try
        {
            return aes.DecryptCbc(ciphertext, iv);
        }
        catch (CryptographicException)
        {
            // Only whoever has the key gets as far as a wrong padding.
            return null;
        }
    }

    /// <summary>RFC 7518 section 5.2.2.1 step 5: associated data, vector, ciphertext, then the length of the first in bits.</summary>
    private static ReadOnlySpan<byte> Tag(byte[] key, byte[] iv, ReadOnlySpan<byte> ciphertext, ReadOnlySpan<byte> associated)
    {
        Span<byte> length = stackalloc byte[8];
        BinaryPrimitives.WriteUInt64BigEndian(length, (ulong)associated.Length * 8);
        using var hmac = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, key.AsSpan(0, HalfKey));
        hmac.AppendData(associated);
        hmac.AppendData(iv);
        hmac.AppendData(ciphertext);
        hmac.AppendData(length);
        return hmac.GetHashAndReset().AsSpan(0, TagBytes);
    }
}
