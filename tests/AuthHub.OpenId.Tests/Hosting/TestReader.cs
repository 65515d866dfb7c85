using System.Text;
using System.Text.Json;
using AuthHub.Jose;
using AuthHub.Jose.Encryption;

namespace AuthHub.OpenId.Tests.Hosting;

/// <summary>A client's key for what is encrypted to it. The encryption itself is proved by published vectors in the tests of AuthHub.Jose.</summary>
internal sealed class TestReader(KeyManagementAlgorithm algorithm)
{
    private readonly DecryptionKey _key = DecryptionKey.Generate([algorithm], ContentEncryption.All);

    /// <summary>The set with this key, and with one that only signs.</summary>
    public string Jwks
    {
        get
        {
            using var buffer = new MemoryStream();
            using (var writer = new Utf8JsonWriter(buffer))
            {
                _key.PublicKey.WriteTo(writer);
            }

            return $$"""{ "keys": [{{TestKey.Jwks(new TestKey("signs"))[9..^2].Replace("\"kid\"", "\"use\":\"sig\",\"kid\"", StringComparison.Ordinal)}}, {{Encoding.UTF8.GetString(buffer.ToArray())}}] }""";
        }
    }

    /// <summary>The text inside; the encryption must be the one expected.</summary>
    public string Open(string token, string encryption)
    {
        var decrypted = Assert.IsType<JweVerdict.Decrypted>(CompactJwe.Decrypt(token, kid => kid == _key.Kid ? _key : null));
        Assert.Equal(algorithm, decrypted.Header.Algorithm);
        Assert.Equal(encryption, decrypted.Header.Encryption.Name);
        return Encoding.UTF8.GetString(decrypted.Plaintext);
    }
}
