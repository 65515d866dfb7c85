using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;

namespace AuthHub.Jose.Tests;

public sealed class MacJwtTests
{
    private const string Claims = """{"iss":"app","sub":"app","aud":"https://id.example","jti":"1","exp":1800000001}""";

    private static readonly DateTimeOffset Now = DateTimeOffset.FromUnixTimeSeconds(1_800_000_000);

    private static readonly JwtExpectation Expectation = new("client-authentication+jwt", "app", "https://id.example") { Untyped = true };

    private static readonly byte[] Secret = RandomNumberGenerator.GetBytes(64);

    [Theory]
    [InlineData("HS256")]
    [InlineData("HS384")]
    [InlineData("HS512")]
    public void An_assertion_under_the_clients_secret_is_accepted(string name)
    {
        var key = Key(name);
        var token = MacJwt.Sign(key, "JWT", Encoding.UTF8.GetBytes(Claims));

        Assert.Equal("app", Assert.IsType<MacJwtVerdict.Accepted>(MacJwt.Verify(token, key, Expectation, Now)).Claims.Subject);
        Assert.Equal(JoseRefusal.Expired, Refusal(MacJwt.Verify(token, key, Expectation, Now.AddSeconds(1))));
        Assert.Equal(JoseRefusal.TypeMismatch, Refusal(MacJwt.Verify(token, key, Expectation with { Untyped = false }, Now)));
        foreach (var other in MacAlgorithm.All.Where(a => a != key.Algorithm))
        {
            Assert.Equal(JoseRefusal.AlgorithmMismatch, Refusal(MacJwt.Verify(token, Key(other.Name), Expectation, Now)));
        }
    }

    [Theory]
    [InlineData("""{"alg":"HS256"}""", null)]
    [InlineData("""{"alg":"HS256","kid":"whatever"}""", null)]
    [InlineData("""{"alg":"HS256","typ":"client-authentication+jwt"}""", null)]
    [InlineData("""{"alg":"HS256","typ":"at+jwt"}""", JoseRefusal.TypeMismatch)]
    [InlineData("""{"alg":"none"}""", JoseRefusal.AlgorithmNotOffered)]
    [InlineData("""{"alg":"hs256"}""", JoseRefusal.AlgorithmNotOffered)]
    [InlineData("""{"alg":"RS256"}""", JoseRefusal.AlgorithmNotOffered)]
    [InlineData("""{"alg":"HS512"}""", JoseRefusal.AlgorithmMismatch)]
    [InlineData("""{"alg":"HS256","jwk":{"kty":"oct","k":"AAAA"}}""", JoseRefusal.KeyInHeader)]
    [InlineData("""{"alg":"HS256","crit":["b64"],"b64":false}""", JoseRefusal.ExtensionNotOffered)]
    [InlineData("""{"alg":"HS256","alg":"HS256"}""", JoseRefusal.HeaderMalformed)]
    public void JOS_01_A_bad_header_is_refused_for_its_reason(string header, JoseRefusal? reason) =>
        Assert.Equal(reason, (MacJwt.Verify(Forge(header, Claims, Secret), Key("HS256"), Expectation, Now) as MacJwtVerdict.Refused)?.Reason);

    [Fact]
    public void JOS_05_A_short_or_empty_secret_is_no_key()
    {
        foreach (var algorithm in MacAlgorithm.All)
        {
            Assert.False(MacKey.TryCreate([], algorithm, out _));
            Assert.False(MacKey.TryCreate(Secret.AsSpan(0, algorithm.Bytes - 1), algorithm, out _));
            Assert.False(MacKey.TryCreate(new byte[algorithm.Bytes], algorithm, out _));
            Assert.False(MacKey.TryCreate(RandomNumberGenerator.GetBytes(1025), algorithm, out _));
            Assert.True(MacKey.TryCreate(Secret.AsSpan(0, algorithm.Bytes), algorithm, out _));
        }
    }

    [Fact]
    public void JOS_02_No_asymmetric_token_passes_under_a_secret_nor_the_other_way_round()
    {
        using var signing = SigningKey.Generate(SignatureAlgorithm.RS256);
        Assert.True(VerificationKey.TryCreate(signing.PublicKey, SignatureAlgorithm.RS256, out var verification));
        using var rsa = RSA.Create(signing.PublicKey.Rsa);
        byte[][] secrets = [Encoding.ASCII.GetBytes(rsa.ExportSubjectPublicKeyInfoPem()), rsa.ExportSubjectPublicKeyInfo(), rsa.ExportRSAPublicKey(), signing.PublicKey.First];

        foreach (var secret in secrets)
        {
            Assert.True(MacKey.TryCreate(secret, MacAlgorithm.HS256, out var key));
            Assert.Equal(JoseRefusal.AlgorithmNotOffered, Refusal(MacJwt.Verify(CompactJws.Sign(signing, "JWT", Encoding.UTF8.GetBytes(Claims)), key, Expectation, Now)));
            Assert.Equal(JoseRefusal.AlgorithmNotOffered, Assert.IsType<JwsVerdict.Refused>(CompactJws.Verify(MacJwt.Sign(key, "JWT", Encoding.UTF8.GetBytes(Claims)), verification)).Reason);
        }

        Assert.DoesNotContain(SignatureAlgorithm.All, a => MacAlgorithm.Find(a.Name) is not null);
    }

    [Fact]
    public void A_MAC_must_be_whole()
    {
        var token = MacJwt.Sign(Key("HS256"), "JWT", Encoding.UTF8.GetBytes(Claims));
        var at = token.LastIndexOf('.') + 1;
        Assert.True(Base64UrlText.TryDecode(token.AsSpan(at), out var mac));

        foreach (var cut in new[] { mac[..16], mac[..31], [.. mac, 0], new byte[32] })
        {
            Assert.Equal(JoseRefusal.SignatureWrong, Refusal(MacJwt.Verify(token[..at] + Base64UrlText.Encode(cut), Key("HS256"), Expectation, Now)));
        }
    }

    [Theory]
    [InlineData("hmac_sha256_test", "HS256")]
    [InlineData("hmac_sha384_test", "HS384")]
    [InlineData("hmac_sha512_test", "HS512")]
    public void Wycheproof_MACs(string file, string name)
    {
        var judged = 0;
        foreach (var (_, test) in SharedVectors.Tests($"wycheproof/testvectors_v1/{file}.json"))
        {
            // Short keys and cut tags are refused here whatever the vector says.
            if (!MacKey.TryCreate(Hex(test, "key"), MacAlgorithm.Find(name)!, out var key) || Hex(test, "tag").Length != key.Algorithm.Bytes)
            {
                continue;
            }

            Assert.True(key.Verify(Hex(test, "msg"), Hex(test, "tag")) == (test.GetProperty("result").GetString() == "valid"), $"tcId {test.GetProperty("tcId")}: {test.GetProperty("comment")}");
            judged++;
        }

        Assert.True(judged > 30, $"only {judged} were judged");
    }

    [Fact]
    public void Wycheproof_compact_MACs()
    {
        var judged = 0;
        foreach (var (group, test) in SharedVectors.Tests("wycheproof/testvectors_v1/json_web_signature_test.json"))
        {
            if (group.TryGetProperty("public", out _) || group.GetProperty("private").GetProperty("kty").GetString() != "oct" || test.GetProperty("jws").ValueKind != JsonValueKind.String)
            {
                continue;
            }

            var jwk = group.GetProperty("private");
            var algorithm = MacAlgorithm.Find(jwk.GetProperty("alg").GetString());
            var isKey = Base64UrlText.TryDecode(jwk.GetProperty("k").GetString(), out var secret);
            if (algorithm is null || !isKey || !MacKey.TryCreate(secret, algorithm, out var key))
            {
                continue;
            }

            // What fails only for its claims has a good MAC. A "?" between the letters is refused, whatever the vector says (JOS-09).
            var holds = MacJwt.Verify(test.GetProperty("jws").GetString()!, key, Expectation, Now) is MacJwtVerdict.Accepted or MacJwtVerdict.Refused { Reason: JoseRefusal.ClaimsMalformed or JoseRefusal.IssuerMismatch or JoseRefusal.TypeMismatch };
            var isValid = test.GetProperty("result").GetString() == "valid" && test.GetProperty("tcId").GetInt32() is not (372 or 373);
            Assert.True(holds == isValid, $"tcId {test.GetProperty("tcId")}: {test.GetProperty("comment")}");
            judged++;
        }

        Assert.True(judged > 15, $"only {judged} were judged");
    }

    [Fact]
    public void Arbitrary_text_never_throws() =>
        Prop.ForAll<string>(text => MacJwt.Verify(text ?? "", Key("HS256"), Expectation, Now) is MacJwtVerdict.Refused && MacJwt.Verify(Forge(text ?? "", text ?? "", Secret), Key("HS256"), Expectation, Now) is MacJwtVerdict.Refused)
            .Check(Config.QuickThrowOnFailure.WithMaxTest(1000));

    private static MacKey Key(string name)
    {
        Assert.True(MacKey.TryCreate(Secret, MacAlgorithm.Find(name)!, out var key));
        return key;
    }

    private static string Forge(string header, string payload, byte[] secret)
    {
        var input = Base64UrlText.Encode(Encoding.UTF8.GetBytes(header)) + "." + Base64UrlText.Encode(Encoding.UTF8.GetBytes(payload));
        return input + "." + Base64UrlText.Encode(HMACSHA256.HashData(secret, Encoding.ASCII.GetBytes(input)));
    }

    private static byte[] Hex(JsonElement test, string name) => Convert.FromHexString(test.GetProperty(name).GetString()!);

    private static JoseRefusal Refusal(MacJwtVerdict verdict) => Assert.IsType<MacJwtVerdict.Refused>(verdict).Reason;
}
