using System.Security.Cryptography;
using System.Text;

namespace AuthHub.Jose.Encryption;

/// <summary>Encrypts and decrypts JWE in compact serialization (RFC 7516 sections 5 and 7.1), the only serialization spoken here.</summary>
public static class CompactJwe
{
    /// <param name="key">Whom it is for, and how.</param>
    /// <param name="plaintext">Not empty.</param>
    /// <param name="typ">What the whole is, if that is to be said.</param>
    /// <param name="cty">What is inside, if that is to be said.</param>
    public static string Encrypt(EncryptionKey key, ReadOnlySpan<byte> plaintext, string? typ = null, string? cty = null)
    {
        ArgumentOutOfRangeException.ThrowIfZero(plaintext.Length);
        var header = new JweHeader(key.Algorithm, key.Encryption, key.Kid, typ, cty);
        var contentKey = key.MakeContentKey(ref header, out var encryptedKey);
        var iv = RandomNumberGenerator.GetBytes(key.Encryption.IvBytes);
        var tag = new byte[ContentEncryption.TagBytes];
        var encodedHeader = Base64UrlText.Encode(header.Write());
        var ciphertext = key.Encryption.Encrypt(contentKey, iv, plaintext, Encoding.ASCII.GetBytes(encodedHeader), tag);
        CryptographicOperations.ZeroMemory(contentKey);
        return string.Join('.', encodedHeader, Base64UrlText.Encode(encryptedKey), Base64UrlText.Encode(iv), Base64UrlText.Encode(ciphertext), Base64UrlText.Encode(tag));
    }

    /// <summary>Decrypts with the key that <paramref name="find"/> gives for the header's <c>kid</c>; the key decides everything else.</summary>
    public static JweVerdict Decrypt(string token, Func<string?, DecryptionKey?> find)
    {
        JweHeader? header = null;
        if ((JweParts.Read(token, out var parts) ?? JweHeader.Read(parts!.Header, out header)) is { } refusal)
        {
            return new JweVerdict.Refused(refusal);
        }

        if (find(header!.Kid) is not { } key)
        {
            return new JweVerdict.Refused(JoseRefusal.KeyUnknown);
        }

        byte[]? plaintext = null;
        return (WhyNot(key, header, parts!) ?? Decrypt(key, header, parts!, out plaintext)) is { } reason
            ? new JweVerdict.Refused(reason)
            : new JweVerdict.Decrypted(header, plaintext!);
    }

    private static JoseRefusal? WhyNot(DecryptionKey key, JweHeader header, JweParts parts)
    {
        if (!key.Algorithms.Contains(header.Algorithm))
        {
            return JoseRefusal.AlgorithmMismatch;
        }

        if (!key.Encryptions.Contains(header.Encryption))
        {
            return JoseRefusal.EncryptionMismatch;
        }

        // A tag cut short would be easier to guess (JOS-13).
        return parts.Iv.Length == header.Encryption.IvBytes && parts.Tag.Length == ContentEncryption.TagBytes ? null : JoseRefusal.PartLengthWrong;
    }

    private static JoseRefusal? Decrypt(DecryptionKey key, JweHeader header, JweParts parts, out byte[]? plaintext)
    {
        plaintext = null;
        if (key.ReadContentKey(header, parts.EncryptedKey, out var contentKey) is { } refusal)
        {
            return refusal;
        }

        plaintext = header.Encryption.Decrypt(contentKey, parts.Iv, parts.Ciphertext, parts.Associated, parts.Tag);
        CryptographicOperations.ZeroMemory(contentKey);
        return plaintext is null ? JoseRefusal.DecryptionFailed : null;
    }
}
