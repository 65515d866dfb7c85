using System.Security.Cryptography;
using System.Text.Json;
using AuthHub.Jose.Encryption;

namespace AuthHub.Jose.Tests.Encryption;

/// <summary>Project Wycheproof, as far as it concerns encryption offered here.</summary>
public sealed class JweVectorTests
{
    [Fact]
    public void Wycheproof_compact_encryption()
    {
        var accepted = 0;
        foreach (var (group, test) in SharedVectors.Tests("wycheproof/testvectors_v1/json_web_encryption_test.json"))
        {
            var jwk = group.GetProperty("private");
            var algorithm = KeyManagementAlgorithm.Find(jwk.GetProperty("alg").GetString());
            using var key = algorithm is null ? DecryptionKey.Generate([KeyManagementAlgorithm.EcdhEs], ContentEncryption.All) : PrivateKeys.Read(jwk, [algorithm]);
            var compact = test.GetProperty("jwe").ValueKind == JsonValueKind.String ? test.GetProperty("jwe").GetString()! : test.GetProperty("jwe").GetRawText();

            var verdict = CompactJwe.Decrypt(compact, _ => key);

            var isOffered = algorithm is not null && verdict is not JweVerdict.Refused { Reason: JoseRefusal.EncryptionNotOffered };
            var comment = $"tcId {test.GetProperty("tcId")}: {test.GetProperty("comment")}: {verdict}";
            Assert.True(verdict is JweVerdict.Decrypted == (isOffered && test.GetProperty("result").GetString() == "valid"), comment);
            if (verdict is JweVerdict.Decrypted decrypted)
            {
                Assert.Equal(test.GetProperty("pt").GetString(), Convert.ToHexStringLower(decrypted.Plaintext));
                accepted++;
            }
        }

        Assert.True(accepted >= 7, $"only {accepted} were accepted");
    }

    [Fact]
    public void Wycheproof_key_wrap()
    {
        var judged = 0;
        foreach (var (_, test) in SharedVectors.Tests("wycheproof/testvectors_v1/aes_wrap_test.json"))
        {
            var unwrapped = AesKeyWrap.Unwrap(Hex(test, "key"), Hex(test, "ct"));
            var isValid = test.GetProperty("result").GetString() == "valid";
            Assert.True(isValid == (unwrapped is not null && unwrapped.AsSpan().SequenceEqual(Hex(test, "msg"))), $"tcId {test.GetProperty("tcId")}: {test.GetProperty("comment")}");
            if (isValid)
            {
                Assert.Equal(Hex(test, "ct"), AesKeyWrap.Wrap(Hex(test, "key"), Hex(test, "msg")));
            }

            judged++;
        }

        Assert.True(judged > 150, $"only {judged} were judged");
    }

    [Theory]
    [InlineData("a128cbc_hs256_test", "A128CBC-HS256")]
    [InlineData("aes_gcm_test", "A256GCM")]
    public void Wycheproof_content_encryption(string file, string name)
    {
        var judged = 0;
        var encryption = ContentEncryption.Find(name)!;
        foreach (var (group, test) in SharedVectors.Tests($"wycheproof/testvectors_v1/{file}.json"))
        {
            if (group.GetProperty("keySize").GetInt32() != 256 || Hex(test, "iv").Length != encryption.IvBytes || Hex(test, "tag").Length != ContentEncryption.TagBytes)
            {
                continue;
            }

            var plaintext = encryption.Decrypt(Hex(test, "key"), Hex(test, "iv"), Hex(test, "ct"), Hex(test, "aad"), Hex(test, "tag"));
            var isValid = test.GetProperty("result").GetString() == "valid";
            Assert.True(isValid == (plaintext is not null), $"tcId {test.GetProperty("tcId")}: {test.GetProperty("comment")}");
            if (isValid)
            {
                var tag = new byte[ContentEncryption.TagBytes];
                Assert.Equal(Hex(test, "msg"), plaintext);
                Assert.Equal(Hex(test, "ct"), encryption.Encrypt(Hex(test, "key"), Hex(test, "iv"), Hex(test, "msg"), Hex(test, "aad"), tag));
                Assert.Equal(Hex(test, "tag"), tag);
            }

            judged++;
        }

        Assert.True(judged > 50, $"only {judged} were judged");
    }

    /// <summary>The one-time keys of attackers: off the curve, on another one, zero. What is valid must give the printed secret.</summary>
    [Theory]
    [InlineData("256")]
    [InlineData("384")]
    [InlineData("521")]
    public void JOS_15_Wycheproof_one_time_keys(string bits)
    {
        var judged = 0;
        foreach (var (_, test) in SharedVectors.Tests($"wycheproof/testvectors_v1/ecdh_secp{bits}r1_webcrypto_test.json"))
        {
            if (!test.TryGetProperty("public", out var sender) || sender.ValueKind != JsonValueKind.Object)
            {
                continue;
            }

            var isValid = test.GetProperty("result").GetString() != "invalid";
            using var key = PrivateKeys.Read(test.GetProperty("private"), [KeyManagementAlgorithm.EcdhEs]);
            var header = $$"""{"alg":"ECDH-ES","enc":"A256GCM","epk":{{sender.GetRawText()}}}""";
            var verdict = CompactJwe.Decrypt(ForgedJwe.Seal(header, [], Agreed(Hex(test, "shared")), ContentEncryption.A256GCM), _ => key);

            var comment = $"tcId {test.GetProperty("tcId")}: {test.GetProperty("comment")}: {verdict}";
            Assert.True(isValid ? verdict is JweVerdict.Decrypted : verdict is JweVerdict.Refused { Reason: JoseRefusal.EphemeralKeyWrong }, comment);
            judged++;
        }

        Assert.True(judged > 100, $"only {judged} were judged");
    }

    [Fact]
    public void Wycheproof_OAEP_with_SHA_256()
    {
        var judged = 0;
        foreach (var (group, test) in SharedVectors.Tests("wycheproof/testvectors_v1/rsa_oaep_2048_sha256_mgf1sha256_test.json"))
        {
            using var rsa = RSA.Create();
            rsa.ImportPkcs8PrivateKey(Hex(group, "privateKeyPkcs8"), out _);
            using var key = DecryptionKey.Import([KeyManagementAlgorithm.RsaOaep256], ContentEncryption.All, rsa.ExportPkcs8PrivateKey());
            var message = Hex(test, "msg");
            var isOurs = test.GetProperty("result").GetString() == "valid" && Hex(test, "label").Length == 0 && message.Length == ContentEncryption.KeyBytes;
            var contentKey = message.Length == ContentEncryption.KeyBytes ? message : new byte[ContentEncryption.KeyBytes];

            var verdict = CompactJwe.Decrypt(ForgedJwe.Seal("""{"alg":"RSA-OAEP-256","enc":"A256GCM"}""", Hex(test, "ct"), contentKey, ContentEncryption.A256GCM), _ => key);

            Assert.True(verdict is JweVerdict.Decrypted == isOurs, $"tcId {test.GetProperty("tcId")}: {test.GetProperty("comment")}: {verdict}");
            judged++;
        }

        Assert.True(judged > 30, $"only {judged} were judged");
    }

    /// <summary>The Concat KDF written out once more, over a secret that is printed.</summary>
    private static byte[] Agreed(byte[] secret) =>
        SHA256.HashData([0, 0, 0, 1, .. secret, 0, 0, 0, 7, .. "A256GCM"u8, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0]);

    private static byte[] Hex(JsonElement element, string name) =>
        element.TryGetProperty(name, out var value) ? Convert.FromHexString(value.GetString()!) : [];
}
