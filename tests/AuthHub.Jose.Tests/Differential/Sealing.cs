using System.Security.Cryptography;
using System.Text;
using AuthHub.Jose.Encryption;

namespace AuthHub.Jose.Tests.Differential;

/// <summary>Encrypts under any header, with one content key for the whole story, so that only the reading of the header decides.</summary>
internal sealed class Sealing
{
    private readonly ContentEncryption _encryption;

    private readonly byte[] _contentKey = RandomNumberGenerator.GetBytes(ContentEncryption.KeyBytes);

    private readonly byte[] _encryptedKey;

    private readonly string _members;

    public Sealing(DecryptionKey key, KeyManagementAlgorithm algorithm, ContentEncryption encryption)
    {
        _encryption = encryption;
        _members = $$"""
            "alg":"{{algorithm.Name}}","enc":"{{encryption.Name}}"
            """;
        if (key.PublicKey.Curve is not { } curve)
        {
            using var rsa = RSA.Create(key.PublicKey.Rsa);
            _encryptedKey = rsa.Encrypt(_contentKey, RSAEncryptionPadding.OaepSHA256);
            return;
        }

        using var ephemeral = ECDiffieHellman.Create(curve.Named);
        using var reader = ECDiffieHellman.Create(key.PublicKey.Ec);
        var agreed = AgreedKey.Derive(ephemeral, reader.PublicKey, new JweHeader(algorithm, encryption, null, null, null));
        _encryptedKey = algorithm.HasEncryptedKey ? AesKeyWrap.Wrap(agreed, _contentKey) : [];
        _contentKey = algorithm.HasEncryptedKey ? _contentKey : agreed;
        var point = ephemeral.ExportParameters(false).Q;
        _members += $$"""
            ,"epk":{"kty":"EC","crv":"{{curve.Name}}","x":"{{Base64UrlText.Encode(point.X)}}","y":"{{Base64UrlText.Encode(point.Y)}}"}
            """;
    }

    public string Header(string more) => "{" + _members + more + "}";

    public string Make(byte[] header, byte[] plaintext)
    {
        var protectedHeader = Base64UrlText.Encode(header);
        var iv = RandomNumberGenerator.GetBytes(_encryption.IvBytes);
        var tag = new byte[ContentEncryption.TagBytes];
        var ciphertext = _encryption.Encrypt(_contentKey, iv, plaintext, Encoding.ASCII.GetBytes(protectedHeader), tag);
        return string.Join('.', protectedHeader, Base64UrlText.Encode(_encryptedKey), Base64UrlText.Encode(iv), Base64UrlText.Encode(ciphertext), Base64UrlText.Encode(tag));
    }
}
