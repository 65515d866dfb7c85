using System.Security.Cryptography;
using System.Text;
using FsCheck;
using FsCheck.Fluent;

namespace AuthHub.Jose.Tests;

public sealed class RefusalTests : IDisposable
{
    private static readonly DateTimeOffset Now = DateTimeOffset.FromUnixTimeSeconds(1_800_000_000);

    private static readonly JwtExpectation Expectation = new("at+jwt", "https://id.example", "api");

    private readonly SigningKey _signing = SigningKey.Generate(SignatureAlgorithm.ES256);

    private readonly VerificationKey _key;

    public RefusalTests()
    {
        Assert.True(VerificationKey.TryCreate(_signing.PublicKey, SignatureAlgorithm.ES256, out var key));
        _key = key;
    }

    [Theory]
    [InlineData("RS256")]
    [InlineData("PS256")]
    [InlineData("ES256")]
    public void What_we_sign_verifies_and_survives_storage(string name)
    {
        var algorithm = SignatureAlgorithm.Find(name)!;
        using var made = SigningKey.Generate(algorithm);
        using var signing = SigningKey.Import(algorithm, made.ExportPkcs8());
        Assert.Equal(made.Kid, signing.Kid);
        Assert.True(VerificationKey.TryCreate(made.PublicKey, algorithm, out var key));

        var verified = Assert.IsType<JwsVerdict.Verified>(CompactJws.Verify(CompactJws.Sign(signing, "JWT", "{}"u8), key));

        Assert.Equal(new JwsHeader(algorithm, made.Kid, "JWT"), verified.Header);
    }

    [Theory]
    [InlineData("""{"alg":"none"}""", JoseRefusal.AlgorithmNotOffered)]
    [InlineData("""{"alg":"HS256"}""", JoseRefusal.AlgorithmNotOffered)]
    [InlineData("""{}""", JoseRefusal.AlgorithmNotOffered)]
    [InlineData("""{"alg":"RS256"}""", JoseRefusal.AlgorithmMismatch)]
    [InlineData("""{"alg":"ES256","jwk":{}}""", JoseRefusal.KeyInHeader)]
    [InlineData("""{"alg":"ES256","jku":"https://evil.example"}""", JoseRefusal.KeyInHeader)]
    [InlineData("""{"alg":"ES256","crit":["exp"]}""", JoseRefusal.ExtensionNotOffered)]
    [InlineData("""{"alg":"ES256","b64":true}""", JoseRefusal.ExtensionNotOffered)]
    [InlineData("""{"alg":"ES256","kid":""}""", JoseRefusal.KeyUnknown)]
    [InlineData("""{"alg":"ES256","kid":"another"}""", JoseRefusal.KeyUnknown)]
    [InlineData("""{"alg":"ES256","alg":"ES256"}""", JoseRefusal.HeaderMalformed)]
    [InlineData("""{"alg":"ES256","\u0061lg":"ES256"}""", JoseRefusal.HeaderMalformed)]
    [InlineData("""{"alg":"ES256","typ":1}""", JoseRefusal.HeaderMalformed)]
    [InlineData("""["ES256"]""", JoseRefusal.HeaderMalformed)]
    [InlineData("\uFEFF{\"alg\":\"ES256\"}", JoseRefusal.HeaderMalformed)]
    public void JOS_01_to_07_A_bad_header_is_refused_for_its_reason(string header, JoseRefusal reason) =>
        Assert.Equal(reason, Refusal(Signed(header, "{}")));

    [Fact]
    public void JOS_02_A_public_key_is_no_secret()
    {
        using var rsa = SigningKey.Generate(SignatureAlgorithm.RS256);
        Assert.True(VerificationKey.TryCreate(rsa.PublicKey, SignatureAlgorithm.RS256, out var key));
        var input = Base64UrlText.Encode("""{"alg":"HS256"}"""u8) + "." + Base64UrlText.Encode("{}"u8);
        var mac = HMACSHA256.HashData(Encoding.ASCII.GetBytes(rsa.PublicKey.Thumbprint), Encoding.ASCII.GetBytes(input));

        Assert.IsType<JwsVerdict.Refused>(CompactJws.Verify(input + "." + Base64UrlText.Encode(mac), key));
        Assert.False(VerificationKey.TryCreate(rsa.PublicKey, SignatureAlgorithm.PS256, out _));
    }

    [Fact]
    public void JOS_06_Zero_and_DER_signatures_are_refused()
    {
        var token = CompactJws.Sign(_signing, "JWT", "{}"u8);
        var input = token[..token.LastIndexOf('.')];
        using var ec = ECDsa.Create();
        ec.ImportPkcs8PrivateKey(_signing.ExportPkcs8(), out _);
        var der = ec.SignData(Encoding.ASCII.GetBytes(input), HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence);

        foreach (var signature in new[] { new byte[64], new byte[63], new byte[65], new byte[1], der })
        {
            Assert.Equal(JoseRefusal.SignatureWrong, Refusal(input + "." + Base64UrlText.Encode(signature)));
        }
    }

    [Fact]
    public void JOS_09_Every_other_spelling_is_refused()
    {
        var token = CompactJws.Sign(_signing, "JWT", "{}"u8);
        foreach (var spelling in new[] { token + "=", token + " ", " " + token, token + "\n", token + ".", "." + token, token.Replace("-", "+", StringComparison.Ordinal) + "+", token[..^1], token[..token.LastIndexOf('.')], token[..(token.LastIndexOf('.') + 1)], "", ".", "..", "...", token.Replace('.', ','), token + "\0", "é" + token })
        {
            Assert.True(CompactJws.Verify(spelling, _key) is JwsVerdict.Refused, spelling);
        }

        Assert.Equal(JoseRefusal.TooLong, Refusal(new string('a', CompactJws.Longest + 1)));
        Assert.False(Base64UrlText.TryDecode("AB", out _));
        Assert.False(Base64UrlText.TryDecode("A", out _));
        Assert.True(Base64UrlText.TryDecode("AA", out _));
    }

    [Theory]
    [InlineData("""{"iss":"https://id.example","aud":"api","exp":1800000001}""", null)]
    [InlineData("""{"iss":"https://id.example","aud":["x","api"],"exp":1800000001,"nbf":1800000000}""", null)]
    [InlineData("""{"iss":"https://id.example","aud":"api","exp":1800000000}""", JoseRefusal.Expired)]
    [InlineData("""{"iss":"https://id.example","aud":"api"}""", JoseRefusal.Expired)]
    [InlineData("""{"iss":"https://id.example","aud":"api","exp":1800000009,"nbf":1800000001}""", JoseRefusal.NotYetValid)]
    [InlineData("""{"iss":"https://id.example/","aud":"api","exp":1800000001}""", JoseRefusal.IssuerMismatch)]
    [InlineData("""{"aud":"api","exp":1800000001}""", JoseRefusal.IssuerMismatch)]
    [InlineData("""{"iss":"https://id.example","aud":"API","exp":1800000001}""", JoseRefusal.AudienceMismatch)]
    [InlineData("""{"iss":"https://id.example","exp":1800000001}""", JoseRefusal.AudienceMismatch)]
    [InlineData("""{"iss":"https://id.example","aud":"api","exp":"1800000001"}""", JoseRefusal.ClaimsMalformed)]
    [InlineData("""{"iss":"https://id.example","aud":"api","exp":1800000001.0}""", JoseRefusal.ClaimsMalformed)]
    [InlineData("""{"iss":"https://id.example","aud":"api","exp":1e400}""", JoseRefusal.ClaimsMalformed)]
    [InlineData("""{"iss":"https://id.example","aud":"api","exp":-1}""", JoseRefusal.ClaimsMalformed)]
    [InlineData("""{"iss":"https://id.example","aud":"api","exp":1800000001,"iat":null}""", JoseRefusal.ClaimsMalformed)]
    [InlineData("""{"iss":"https://id.example","aud":["api",1],"exp":1800000001}""", JoseRefusal.ClaimsMalformed)]
    [InlineData("""{"iss":"https://id.example","aud":"api","exp":1800000001,"exp":1800000002}""", JoseRefusal.ClaimsMalformed)]
    [InlineData("""{"iss":["https://id.example"],"aud":"api","exp":1800000001}""", JoseRefusal.ClaimsMalformed)]
    [InlineData("""[]""", JoseRefusal.ClaimsMalformed)]
    [InlineData("foo", JoseRefusal.ClaimsMalformed)]
    public void JOS_17_Claims_are_strictly_typed(string payload, JoseRefusal? reason)
    {
        var verdict = Jwt.Verify(CompactJws.Sign(_signing, "at+jwt", Encoding.UTF8.GetBytes(payload)), _ => _key, Expectation, Now);

        Assert.Equal(reason, (verdict as JwtVerdict.Refused)?.Reason);
    }

    [Fact]
    public void The_last_second_of_time_leaves_room_for_skew()
    {
        var token = CompactJws.Sign(_signing, "at+jwt", """{"iss":"https://id.example","aud":"api","exp":253402300799}"""u8);

        Assert.IsType<JwtVerdict.Accepted>(Jwt.Verify(token, _ => _key, Expectation with { Skew = TimeSpan.FromMinutes(1) }, Now));
    }

    [Fact]
    public void JOS_10_One_kind_of_token_is_never_another()
    {
        var token = CompactJws.Sign(_signing, "JWT", """{"iss":"https://id.example","aud":"api","exp":1800000001}"""u8);

        Assert.Equal(JoseRefusal.TypeMismatch, Assert.IsType<JwtVerdict.Refused>(Jwt.Verify(token, _ => _key, Expectation, Now)).Reason);
    }

    [Theory]
    [InlineData("""{"kty":"oct","k":"AAAA"}""")]
    [InlineData("""{"kty":"EC","crv":"P-256","x":"AAAA","y":"AAAA"}""")]
    [InlineData("""{"kty":"EC","crv":"P-384","x":"AAAA","y":"AAAA"}""")]
    [InlineData("""{"kty":"RSA","n":"AAAA","e":"AQAB"}""")]
    [InlineData("""{"kty":"RSA"}""")]
    [InlineData("""{}""")]
    [InlineData("""[]""")]
    public void JOS_16_A_key_that_is_no_good_is_not_read(string jwk) => Assert.Null(JsonWebKey.Read(Encoding.UTF8.GetBytes(jwk)));

    [Fact]
    public void JOS_15_A_point_beside_the_curve_is_no_key()
    {
        var off = JsonWebKey.Read("""{"kty":"EC","crv":"P-256","x":"f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU","y":"x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a4"}"""u8);

        Assert.False(off is not null && VerificationKey.TryCreate(off, SignatureAlgorithm.ES256, out _));
    }

    [Fact]
    public void No_mutation_of_a_token_verifies()
    {
        var token = CompactJws.Sign(_signing, "JWT", """{"sub":"alice"}"""u8);
        var mutations =
            from at in Gen.Choose(0, token.Length - 1)
            from with in Gen.Elements("ABCxyz019-_.=+/ \u0000é{".ToCharArray())
            from kind in Gen.Choose(0, 2)
            select kind switch { 0 => token.Remove(at, 1), 1 => token.Insert(at, with.ToString()), _ => token[..at] + with + token[(at + 1)..] };

        Prop.ForAll(mutations.ToArbitrary(), mutated => mutated == token || CompactJws.Verify(mutated, _key) is JwsVerdict.Refused).Check(Config.QuickThrowOnFailure.WithMaxTest(5000));
    }

    [Fact]
    public void Arbitrary_text_never_throws() =>
        Prop.ForAll<string>(text => CompactJws.Verify(text ?? "", _key) is JwsVerdict.Refused && CompactJws.Verify(Signed(text ?? "", "{}"), _key) is JwsVerdict.Refused)
            .Check(Config.QuickThrowOnFailure.WithMaxTest(2000));

    public void Dispose()
    {
        _signing.Dispose();
        _key.Dispose();
    }

    private JoseRefusal Refusal(string token) => Assert.IsType<JwsVerdict.Refused>(CompactJws.Verify(token, _key)).Reason;

    private string Signed(string header, string payload)
    {
        var input = Base64UrlText.Encode(Encoding.UTF8.GetBytes(header)) + "." + Base64UrlText.Encode(Encoding.UTF8.GetBytes(payload));
        return input + "." + Base64UrlText.Encode(_signing.Sign(Encoding.ASCII.GetBytes(input)));
    }
}
