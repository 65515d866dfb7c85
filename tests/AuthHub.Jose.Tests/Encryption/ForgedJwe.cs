using System.Security.Cryptography;
using System.Text;
using AuthHub.Jose.Encryption;

namespace AuthHub.Jose.Tests.Encryption;

/// <summary>Encrypted objects with any header, otherwise right, so that a refusal can only be for what the header says.</summary>
internal static class ForgedJwe
{
    public const string Plaintext = "{\"sub\":\"alice\"}";

    /// <summary>For an RSA key, with a content key of the forger's choice.</summary>
    public static string Rsa(DecryptionKey key, string header, ContentEncryption? encryption = null, byte[]? contentKey = null)
    {
        using var rsa = RSA.Create(key.PublicKey.Rsa);
        contentKey ??= RandomNumberGenerator.GetBytes(32);
        return Seal(header, rsa.Encrypt(contentKey, RSAEncryptionPadding.OaepSHA256), contentKey.Length == 32 ? contentKey : new byte[32], encryption ?? ContentEncryption.A256GCM);
    }

    /// <summary>For an EC key; EPK in the header stands for the one-time key.</summary>
    public static string Ec(DecryptionKey key, string header, string purpose, string partyU = "", string partyV = "")
    {
        using var ephemeral = ECDiffieHellman.Create(key.PublicKey.Curve!.Named);
        using var reader = ECDiffieHellman.Create(key.PublicKey.Ec);
        var agreed = AgreedKey.Derive(ephemeral, reader.PublicKey, purpose, Encoding.UTF8.GetBytes(partyU), Encoding.UTF8.GetBytes(partyV), 32);
        var contentKey = purpose.Contains("KW", StringComparison.Ordinal) ? RandomNumberGenerator.GetBytes(32) : agreed;
        var point = ephemeral.ExportParameters(false).Q;
        var epk = $$"""{"kty":"EC","crv":"{{key.PublicKey.Curve.Name}}","x":"{{Base64UrlText.Encode(point.X)}}","y":"{{Base64UrlText.Encode(point.Y)}}"}""";
        return Seal(header.Replace("EPK", epk, StringComparison.Ordinal), contentKey == agreed ? [] : AesKeyWrap.Wrap(agreed, contentKey), contentKey, ContentEncryption.A256GCM);
    }

    public static string Seal(string header, byte[] encryptedKey, byte[] contentKey, ContentEncryption encryption)
    {
        var protectedHeader = Base64UrlText.Encode(Encoding.UTF8.GetBytes(header));
        var iv = RandomNumberGenerator.GetBytes(encryption.IvBytes);
        var tag = new byte[16];
        var ciphertext = encryption.Encrypt(contentKey, iv, Encoding.UTF8.GetBytes(Plaintext), Encoding.ASCII.GetBytes(protectedHeader), tag);
        return string.Join('.', protectedHeader, Base64UrlText.Encode(encryptedKey), Base64UrlText.Encode(iv), Base64UrlText.Encode(ciphertext), Base64UrlText.Encode(tag));
    }

    /// <summary>The same token with one part changed.</summary>
    public static string WithPart(string token, int part, Func<byte[], byte[]> change)
    {
        var parts = token.Split('.');
        Assert.True(Base64UrlText.TryDecode(parts[part], out var bytes));
        parts[part] = Base64UrlText.Encode(change(bytes));
        return string.Join('.', parts);
    }
}
