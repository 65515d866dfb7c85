using System.Text;
using System.Text.Json;
using AuthHub.Jose.Encryption;

namespace AuthHub.Jose.Tests.Encryption;

/// <summary>The figures of the specifications of encrypted objects.</summary>
public sealed class JweFigureTests
{
    private const string Alice = """{"kty":"EC","crv":"P-256","x":"gI0GAILBdu7T53akrFmMyGcsF3n5dO7MmwNBHKW5SV0","y":"SLW_xSffzlPWrHEVI30DHM_4egVwt3NQqeUD7nMFpps","d":"0_NxaRPUMQoAJt50Gz8YiTr8gRTwyEaCumd-MToTmIo"}""";

    private const string Bob = """{"kty":"EC","crv":"P-256","x":"weNJy2HscCSM6AEDTDg04biOvhFhyyWvOHQfeF_PxMQ","y":"e8lnCO-AlStT-NJVX-crhB7QRYhiix03illJOVAOyck","d":"VEmDZpDXXK8p8N0Cndsxs924q6nS1RXFASRl6BfUqdw"}""";

    [Theory]
    [InlineData("000102030405060708090A0B0C0D0E0F", "00112233445566778899AABBCCDDEEFF", "1FA68B0A8112B447AEF34BD8FB5A7B829D3E862371D2CFE5")]
    [InlineData("000102030405060708090A0B0C0D0E0F1011121314151617", "00112233445566778899AABBCCDDEEFF", "96778B25AE6CA435F92B5B97C050AED2468AB8A17AD84E5D")]
    [InlineData("000102030405060708090A0B0C0D0E0F101112131415161718191A1B1C1D1E1F", "00112233445566778899AABBCCDDEEFF", "64E8C3F9CE0F5BA263E9777905818A2A93C8191E7D6E8AE7")]
    [InlineData("000102030405060708090A0B0C0D0E0F1011121314151617", "00112233445566778899AABBCCDDEEFF0001020304050607", "031D33264E15D33268F24EC260743EDCE1C6C7DDEE725A936BA814915C6762D2")]
    [InlineData("000102030405060708090A0B0C0D0E0F101112131415161718191A1B1C1D1E1F", "00112233445566778899AABBCCDDEEFF0001020304050607", "A8F9BC1612C68B3FF6E6F4FBE30E71E4769C8B80A32CB8958CD5D17D6B254DA1")]
    [InlineData("000102030405060708090A0B0C0D0E0F101112131415161718191A1B1C1D1E1F", "00112233445566778899AABBCCDDEEFF000102030405060708090A0B0C0D0E0F", "28C9F404C4B810F4CBCCB35CFB87F8263F5786E2D80ED326CBC7F0E71A99F43BFB988B9B7A02DD21")]
    public void RFC_3394_4_Keys_are_wrapped_and_unwrapped_as_printed(string wrapping, string key, string wrapped)
    {
        Assert.Equal(wrapped, Convert.ToHexString(AesKeyWrap.Wrap(Convert.FromHexString(wrapping), Convert.FromHexString(key))));
        Assert.Equal(key, Convert.ToHexString(AesKeyWrap.Unwrap(Convert.FromHexString(wrapping), Convert.FromHexString(wrapped))!));
    }

    [Fact]
    public void RFC_7518_C_Both_sides_agree_on_the_printed_key()
    {
        using var alice = PrivateKeys.Ec(PrivateKeys.Json(Alice));
        using var bob = PrivateKeys.Ec(PrivateKeys.Json(Bob));

        foreach (var (own, other) in new[] { (alice, bob), (bob, alice) })
        {
            Assert.Equal("VqqN6vgjbSBcIijNcacQGg", Base64UrlText.Encode(AgreedKey.Derive(own, other.PublicKey, "A128GCM", "Alice"u8.ToArray(), "Bob"u8.ToArray(), 16)));
        }
    }

    [Fact]
    public void RFC_7516_A_None_of_the_examples_uses_what_is_offered()
    {
        using var key = DecryptionKey.Generate([KeyManagementAlgorithm.RsaOaep256], ContentEncryption.All);
        var examples = SharedVectors.Read("jose-rfc/rfc-jose-examples.json").GetProperty("jwe").EnumerateArray().Where(e => e.TryGetProperty("compact", out _)).ToList();
        Assert.Equal(3, examples.Count);

        // A.1 is OAEP with SHA-1, A.2 PKCS #1 v1.5, A.3 a shared wrapping key.
        foreach (var example in examples)
        {
            Assert.Equal(JoseRefusal.AlgorithmNotOffered, Refusal(CompactJwe.Decrypt(example.GetProperty("compact").GetString()!, _ => key)));
        }
    }

    [Fact]
    public void RFC_7520_5_5_The_cookbook_decrypts()
    {
        var example = Cookbook("5_5.key_agreement_using_ecdh-es_with_aes-cbc-hmac-sha2");
        using var key = PrivateKeys.Read(example.GetProperty("input").GetProperty("key"), [KeyManagementAlgorithm.EcdhEs]);

        var decrypted = Assert.IsType<JweVerdict.Decrypted>(CompactJwe.Decrypt(Compact(example), _ => key));

        Assert.Equal(example.GetProperty("input").GetProperty("plaintext").GetString(), Encoding.UTF8.GetString(decrypted.Plaintext));
        Assert.Equal("meriadoc.brandybuck@buckland.example", decrypted.Header.Kid);
    }

    [Theory]
    [InlineData("5_1.key_encryption_using_rsa_v15_and_aes-hmac-sha2")]
    [InlineData("5_2.key_encryption_using_rsa-oaep_with_aes-gcm")]
    [InlineData("5_3.key_wrap_using_pbes2-aes-keywrap_with-aes-cbc-hmac-sha2")]
    [InlineData("5_4.key_agreement_with_key_wrapping_using_ecdh-es_and_aes-keywrap_with_aes-gcm")]
    [InlineData("5_6.direct_encryption_using_aes-gcm")]
    [InlineData("5_7.key_wrap_using_aes-gcm_keywrap_with_aes-cbc-hmac-sha2")]
    [InlineData("5_8.key_wrap_using_aes-keywrap_with_aes-gcm")]
    [InlineData("5_9.compressed_content")]
    public void RFC_7520_5_The_rest_of_the_cookbook_is_not_offered(string file)
    {
        using var key = DecryptionKey.Generate([KeyManagementAlgorithm.EcdhEs, KeyManagementAlgorithm.EcdhEsA256KW], ContentEncryption.All);

        Assert.Equal(JoseRefusal.AlgorithmNotOffered, Refusal(CompactJwe.Decrypt(Compact(Cookbook(file)), _ => key)));
    }

    private static string Compact(JsonElement example) => example.GetProperty("output").GetProperty("compact").GetString()!;

    private static JsonElement Cookbook(string file) => SharedVectors.Read($"jose-cookbook/jwe/{file}.json");

    private static JoseRefusal Refusal(JweVerdict verdict) => Assert.IsType<JweVerdict.Refused>(verdict).Reason;
}
