using AuthHub.Jose.Encryption;

namespace AuthHub.Jose.Tests.Encryption;

public sealed class SharedKeyTests
{
    [Theory]
    [InlineData("RSA-OAEP-256")]
    [InlineData("ECDH-ES")]
    [InlineData("ECDH-ES+A256KW")]
    public void One_imported_key_serves_many_requests_at_once(string name)
    {
        var algorithm = KeyManagementAlgorithm.Find(name)!;
        using var reader = DecryptionKey.Generate([algorithm], ContentEncryption.All);
        Assert.True(EncryptionKey.TryCreate(reader.PublicKey, algorithm, ContentEncryption.A256GCM, out var writer));

        Parallel.For(0, 200, i =>
        {
            var plaintext = BitConverter.GetBytes(i + 1);
            var decrypted = Assert.IsType<JweVerdict.Decrypted>(CompactJwe.Decrypt(CompactJwe.Encrypt(writer, plaintext), _ => reader));
            Assert.Equal(plaintext, decrypted.Plaintext);
        });
    }
}
