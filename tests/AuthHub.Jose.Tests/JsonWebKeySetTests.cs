using System.Security.Cryptography;
using System.Text;
using FsCheck;
using FsCheck.Fluent;

namespace AuthHub.Jose.Tests;

public sealed class JsonWebKeySetTests
{
    private const string Point = "\"kty\":\"EC\",\"crv\":\"P-256\",\"x\":\"f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU\",\"y\":\"x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0\"";

    private static readonly string Rsa = RsaOf(2048);

    private static readonly string Weak = RsaOf(1024);

    [Theory]
    [InlineData("{EC}", 1, 1)]
    [InlineData("""{EC,"use":"sig"}""", 1, 0)]
    [InlineData("""{EC,"use":"enc"}""", 0, 1)]
    [InlineData("""{EC,"use":"other"}""", 0, 0)]
    [InlineData("""{EC,"use":1}""", 0, 0)]
    [InlineData("""{EC,"key_ops":["verify"]}""", 1, 0)]
    [InlineData("""{EC,"key_ops":["verify","sign"]}""", 0, 0)]
    [InlineData("""{EC,"key_ops":[]}""", 0, 1)]
    [InlineData("""{EC,"key_ops":["deriveKey"]}""", 0, 1)]
    [InlineData("""{EC,"key_ops":["wrapKey"]}""", 0, 0)]
    [InlineData("""{EC,"key_ops":"verify"}""", 0, 0)]
    [InlineData("""{EC,"use":"sig","key_ops":["deriveKey"]}""", 0, 0)]
    [InlineData("""{EC,"alg":"ES256"}""", 1, 0)]
    [InlineData("""{EC,"alg":"ES384"}""", 0, 0)]
    [InlineData("""{EC,"alg":"RS256"}""", 0, 0)]
    [InlineData("""{EC,"alg":"ECDH-ES"}""", 0, 1)]
    [InlineData("""{EC,"alg":"ECDH-ES+A128KW"}""", 0, 0)]
    [InlineData("""{EC,"use":"sig","alg":"ECDH-ES"}""", 0, 0)]
    [InlineData("""{EC,"alg":null}""", 0, 0)]
    [InlineData("{RSA}", 1, 1)]
    [InlineData("""{RSA,"key_ops":["wrapKey"]}""", 0, 1)]
    [InlineData("""{RSA,"key_ops":[]}""", 0, 0)]
    [InlineData("""{RSA,"alg":"PS512"}""", 1, 0)]
    [InlineData("""{RSA,"alg":"RSA-OAEP-256"}""", 0, 1)]
    [InlineData("""{RSA,"alg":"RSA-OAEP"}""", 0, 0)]
    [InlineData("""{RSA,"alg":"HS256"}""", 0, 0)]
    [InlineData("""{"kty":"OKP","crv":"Ed25519","x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"}""", 0, 0)]
    [InlineData("""{"kty":"EC","crv":"secp256k1","x":"AAAA","y":"AAAA"}""", 0, 0)]
    [InlineData("""{"kty":"RSA"}""", 0, 0)]
    [InlineData("""{"kty":"NTRU"},{EC,"kid":"a"}""", 1, 1)]
    [InlineData("{}", 0, 0)]
    public void RFC_7517_5_Keys_are_sorted_by_what_they_are_for_and_others_ignored(string keys, int signatures, int encryption)
    {
        var set = Assert.IsType<JsonWebKeySetVerdict.Accepted>(Read($$"""{"keys":[{{keys}}]}""")).Set;

        Assert.Equal((signatures, encryption), (set.ForSignatures.Count, set.ForEncryption.Count));
    }

    [Theory]
    [InlineData("""{"keys":[{EC,"d":"AAAA"}]}""", JoseRefusal.SecretShown)]
    [InlineData("""{"keys":[{EC},{RSA,"qi":"AAAA"}]}""", JoseRefusal.SecretShown)]
    [InlineData("""{"keys":[{"kty":"OKP","crv":"Ed25519","x":"AAAA","d":"AAAA"}]}""", JoseRefusal.SecretShown)]
    [InlineData("""{"keys":[{"kty":"oct","k":"AAAA"}]}""", JoseRefusal.SecretShown)]
    [InlineData("""{"keys":[{"kty":"oct"}]}""", JoseRefusal.SecretShown)]
    [InlineData("""{"keys":[{EC,"k":"AAAA"}]}""", JoseRefusal.SecretShown)]
    [InlineData("""{"keys":[{"kty":"RSA","n":"AQAB","e":"AQAB"}]}""", JoseRefusal.KeyUnfit)]
    [InlineData("""{"keys":[{WEAK}]}""", JoseRefusal.KeyUnfit)]
    [InlineData("""{"keys":[{EC,"kid":"a"},{RSA,"kid":"a"}]}""", JoseRefusal.KeyIdRepeated)]
    [InlineData("""{"keys":[{EC,"kid":"a","use":"sig"},{RSA,"kid":"a","use":"enc"}]}""", null)]
    [InlineData("""{"keys":[{EC},{RSA}]}""", null)]
    [InlineData("""{"keys":[]}""", null)]
    [InlineData("""{"keys":{}}""", JoseRefusal.KeySetMalformed)]
    [InlineData("""{"keys":["a"]}""", JoseRefusal.KeySetMalformed)]
    [InlineData("""{}""", JoseRefusal.KeySetMalformed)]
    [InlineData("""[]""", JoseRefusal.KeySetMalformed)]
    [InlineData("", JoseRefusal.KeySetMalformed)]
    [InlineData("""{"keys":[],"keys":[]}""", JoseRefusal.KeySetMalformed)]
    [InlineData("""{"keys":[{EC,"kid":"a","kid":"b"}]}""", JoseRefusal.KeySetMalformed)]
    public void JOS_16_A_set_with_a_secret_a_weak_key_or_twins_is_refused(string set, JoseRefusal? reason) =>
        Assert.Equal(reason, (Read(set) as JsonWebKeySetVerdict.Refused)?.Reason);

    [Fact]
    public void Sets_are_bounded()
    {
        var many = string.Join(',', Enumerable.Range(0, JsonWebKeySet.MostKeys).Select(i => $$"""{EC,"kid":"{{i}}"}"""));

        Assert.Equal(JsonWebKeySet.MostKeys, Assert.IsType<JsonWebKeySetVerdict.Accepted>(Read($$"""{"keys":[{{many}}]}""")).Set.ForSignatures.Count);
        Assert.Equal(JoseRefusal.TooManyKeys, Assert.IsType<JsonWebKeySetVerdict.Refused>(Read($$"""{"keys":[{{many}},{}]}""")).Reason);
        Assert.Equal(JoseRefusal.TooLong, Assert.IsType<JsonWebKeySetVerdict.Refused>(Read($$"""{"keys":[{{many}}]}""" + new string(' ', JsonWebKeySet.Longest))).Reason);
        Assert.Equal(JoseRefusal.KeySetMalformed, Assert.IsType<JsonWebKeySetVerdict.Refused>(Read("""{"keys":""" + new string('[', 2000))).Reason);
    }

    [Fact]
    public void Arbitrary_text_never_throws() =>
        Prop.ForAll<string>(text => JsonWebKeySet.Read(Encoding.UTF8.GetBytes(text ?? "")) is JsonWebKeySetVerdict.Refused)
            .Check(Config.QuickThrowOnFailure.WithMaxTest(2000));

    private static JsonWebKeySetVerdict Read(string set) =>
        JsonWebKeySet.Read(Encoding.UTF8.GetBytes(set.Replace("{EC", "{" + Point, StringComparison.Ordinal).Replace("{RSA", "{" + Rsa, StringComparison.Ordinal).Replace("{WEAK", "{" + Weak, StringComparison.Ordinal)));

    private static string RsaOf(int bits)
    {
        using var rsa = RSA.Create(bits);
        var numbers = rsa.ExportParameters(false);
        return $"\"kty\":\"RSA\",\"n\":\"{Base64UrlText.Encode(numbers.Modulus)}\",\"e\":\"{Base64UrlText.Encode(numbers.Exponent)}\"";
    }
}
