using System.Text;
using AuthHub.Jose.Encryption;

namespace AuthHub.Jose.Tests.Encryption;

public sealed class NestedJwtTests : IDisposable
{
    private static readonly DateTimeOffset Now = DateTimeOffset.FromUnixTimeSeconds(1_800_000_000);

    private static readonly JwtExpectation Expectation = new("JWT", "https://id.example", "app");

    private readonly SigningKey _signing = SigningKey.Generate(SignatureAlgorithm.ES256);

    private readonly VerificationKey _verification;

    private readonly DecryptionKey _decryption = DecryptionKey.Generate([KeyManagementAlgorithm.EcdhEs], [ContentEncryption.A256GCM]);

    private readonly EncryptionKey _encryption;

    public NestedJwtTests()
    {
        Assert.True(VerificationKey.TryCreate(_signing.PublicKey, SignatureAlgorithm.ES256, out var verification));
        Assert.True(EncryptionKey.TryCreate(_decryption.PublicKey, KeyManagementAlgorithm.EcdhEs, ContentEncryption.A256GCM, out var encryption));
        (_verification, _encryption) = (verification, encryption);
    }

    private string Signed => CompactJws.Sign(_signing, "JWT", """{"iss":"https://id.example","aud":"app","exp":1800000001,"sub":"alice"}"""u8);

    [Fact]
    public void RFC_7519_5_2_A_signed_token_travels_encrypted()
    {
        var token = NestedJwt.Encrypt(_encryption, Signed);

        Assert.True(NestedJwt.LooksEncrypted(token));
        Assert.False(NestedJwt.LooksEncrypted(Signed));
        Assert.Equal("alice", Assert.IsType<JwtVerdict.Accepted>(Verify(token, Now)).Claims.Subject);
    }

    [Fact]
    public void JOS_11_What_is_inside_is_checked_as_if_it_had_come_alone()
    {
        var signed = Signed;

        Assert.Equal(JoseRefusal.Expired, Refusal(NestedJwt.Encrypt(_encryption, signed), Now.AddSeconds(2)));
        Assert.Equal(JoseRefusal.SignatureWrong, Refusal(NestedJwt.Encrypt(_encryption, signed[..^8] + "AAAAAAAA"), Now));
        Assert.Equal(JoseRefusal.AlgorithmNotOffered, Refusal(NestedJwt.Encrypt(_encryption, Base64UrlText.Encode("""{"alg":"none"}"""u8) + ".e30.AA"), Now));
        Assert.Equal(JoseRefusal.NotCompact, Refusal(NestedJwt.Encrypt(_encryption, NestedJwt.Encrypt(_encryption, signed)), Now));
        Assert.Equal(JoseRefusal.NotCompact, Refusal(CompactJwe.Encrypt(_encryption, Encoding.UTF8.GetBytes("é" + signed), cty: "JWT"), Now));
        Assert.Equal(JoseRefusal.ContentTypeMismatch, Refusal(CompactJwe.Encrypt(_encryption, Encoding.ASCII.GetBytes(signed)), Now));
        Assert.Equal(JoseRefusal.ContentTypeMismatch, Refusal(CompactJwe.Encrypt(_encryption, Encoding.ASCII.GetBytes(signed), cty: "JSON"), Now));
        Assert.Equal(JoseRefusal.NotCompact, Refusal(signed, Now));
    }

    [Fact]
    public void JOS_11_Encryption_alone_proves_no_sender()
    {
        var claims = """{"iss":"https://id.example","aud":"app","exp":1800000001}"""u8;

        Assert.Equal(JoseRefusal.NotCompact, Refusal(CompactJwe.Encrypt(_encryption, claims, cty: "JWT"), Now));
    }

    public void Dispose()
    {
        _signing.Dispose();
        _verification.Dispose();
        _decryption.Dispose();
        _encryption.Dispose();
    }

    private JwtVerdict Verify(string token, DateTimeOffset now) =>
        NestedJwt.Verify(token, kid => kid == _decryption.Kid ? _decryption : null, kid => kid == _signing.Kid ? _verification : null, Expectation, now);

    private JoseRefusal Refusal(string token, DateTimeOffset now) => Assert.IsType<JwtVerdict.Refused>(Verify(token, now)).Reason;
}
