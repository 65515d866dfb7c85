using System.Security.Cryptography;
using System.Text;
using FsCheck;
using FsCheck.Fluent;

namespace AuthHub.Jose.Tests;

public sealed class DpopProofTests
{
    private const string Claims = """{"jti":"1","htm":"POST","htu":"https://id.example/connect/token","iat":1800000000}""";

    private static readonly DateTimeOffset Now = DateTimeOffset.FromUnixTimeSeconds(1_800_000_000);

    private static readonly ECDsa Sender = ECDsa.Create(ECCurve.NamedCurves.nistP256);

    private static readonly string Jwk = JwkOf(Sender);

    [Fact]
    public void RFC_9449_4_1_The_printed_proof_holds_and_has_the_printed_thumbprint()
    {
        const string Proof = "eyJ0eXAiOiJkcG9wK2p3dCIsImFsZyI6IkVTMjU2IiwiandrIjp7Imt0eSI6IkVDIiwieCI6Imw4dEZyaHgtMzR0VjNoUklDUkRZOXpDa0RscEJoRjQyVVFVZldWQVdCRnMiLCJ5IjoiOVZFNGpmX09rX282NHpiVFRsY3VOSmFqSG10NnY5VERWclUwQ2R2R1JEQSIsImNydiI6IlAtMjU2In19.eyJqdGkiOiItQndDM0VTYzZhY2MybFRjIiwiaHRtIjoiUE9TVCIsImh0dSI6Imh0dHBzOi8vc2VydmVyLmV4YW1wbGUuY29tL3Rva2VuIiwiaWF0IjoxNTYyMjYyNjE2fQ.2-GxA6T8lP4vfrg8v-FdWP0A0zdrj8igiMLvqRMUvwnQg4PtFLbdLXiOSsX0x7NVY-FNyJK70nfbV37xRZT3Lg";

        var verified = Assert.IsType<DpopVerdict.Verified>(DpopProof.Verify(Proof, SignatureAlgorithm.All, Now, TimeSpan.Zero));

        Assert.Equal("0ZcOCORZNYy-DWpqq30jZyJGHTN0d2HglBV3uiguA4I", verified.Key.Thumbprint);
        Assert.Equal("POST", verified.Claims.Text("htm"));
    }

    [Fact]
    public void The_key_of_a_proof_opens_nothing_but_the_proof()
    {
        var proof = Sign($$"""{"typ":"dpop+jwt","alg":"ES256","jwk":{{Jwk}}}""");
        var verified = Assert.IsType<DpopVerdict.Verified>(DpopProof.Verify(proof, SignatureAlgorithm.Ours, Now, TimeSpan.Zero));
        Assert.True(VerificationKey.TryCreate(verified.Key, SignatureAlgorithm.ES256, out var key));

        Assert.Equal(JoseRefusal.KeyInHeader, Assert.IsType<JwsVerdict.Refused>(CompactJws.Verify(proof, key)).Reason);
    }

    [Theory]
    [InlineData("""{"typ":"dpop+jwt","alg":"ES256","jwk":JWK,"kid":"x"}""", null)]
    [InlineData("""{"typ":"JWT","alg":"ES256","jwk":JWK}""", JoseRefusal.TypeMismatch)]
    [InlineData("""{"alg":"ES256","jwk":JWK}""", JoseRefusal.TypeMismatch)]
    [InlineData("""{"typ":"dpop+jwt","alg":"none","jwk":JWK}""", JoseRefusal.AlgorithmNotOffered)]
    [InlineData("""{"typ":"dpop+jwt","alg":"HS256","jwk":JWK}""", JoseRefusal.AlgorithmNotOffered)]
    [InlineData("""{"typ":"dpop+jwt","alg":"ES384","jwk":JWK}""", JoseRefusal.AlgorithmNotOffered)]
    [InlineData("""{"typ":"dpop+jwt","alg":"RS256","jwk":JWK}""", JoseRefusal.AlgorithmMismatch)]
    [InlineData("""{"typ":"dpop+jwt","alg":"ES256"}""", JoseRefusal.KeyUnknown)]
    [InlineData("""{"typ":"dpop+jwt","alg":"ES256","jwk":"x"}""", JoseRefusal.KeyUnfit)]
    [InlineData("""{"typ":"dpop+jwt","alg":"ES256","jwk":{}}""", JoseRefusal.KeyUnfit)]
    [InlineData("""{"typ":"dpop+jwt","alg":"ES256","jwk":{"kty":"oct","k":"AAAA"}}""", JoseRefusal.SecretShown)]
    [InlineData("""{"typ":"dpop+jwt","alg":"ES256","jwk":PRIVATE}""", JoseRefusal.SecretShown)]
    [InlineData("""{"typ":"dpop+jwt","alg":"ES256","jwk":FOREIGN}""", JoseRefusal.SignatureWrong)]
    [InlineData("""{"typ":"dpop+jwt","alg":"ES256","jwk":ENCRYPTION}""", JoseRefusal.KeyUnfit)]
    [InlineData("""{"typ":"dpop+jwt","alg":"ES256","jwk":JWK,"jku":"https://evil.example"}""", JoseRefusal.KeyInHeader)]
    [InlineData("""{"typ":"dpop+jwt","alg":"ES256","jwk":JWK,"x5c":[]}""", JoseRefusal.KeyInHeader)]
    [InlineData("""{"typ":"dpop+jwt","alg":"ES256","jwk":JWK,"crit":["exp"]}""", JoseRefusal.ExtensionNotOffered)]
    [InlineData("""{"typ":"dpop+jwt","alg":"ES256","jwk":JWK,"jwk":JWK}""", JoseRefusal.HeaderMalformed)]
    public void REQ_06_A_bad_header_is_refused_for_its_reason(string header, JoseRefusal? reason)
    {
        using var foreign = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        header = header.Replace("JWK", Jwk, StringComparison.Ordinal)
            .Replace("PRIVATE", Jwk[..^1] + ",\"d\":\"AAAA\"}", StringComparison.Ordinal)
            .Replace("ENCRYPTION", Jwk[..^1] + ",\"use\":\"enc\"}", StringComparison.Ordinal)
            .Replace("FOREIGN", JwkOf(foreign), StringComparison.Ordinal);

        Assert.Equal(reason, (DpopProof.Verify(Sign(header), SignatureAlgorithm.Ours, Now, TimeSpan.Zero) as DpopVerdict.Refused)?.Reason);
    }

    [Fact]
    public void A_point_beside_the_curve_and_a_payload_without_claims_are_refused()
    {
        using var other = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var (mine, theirs) = (Sender.ExportParameters(false).Q, other.ExportParameters(false).Q);
        var beside = $$"""{"kty":"EC","crv":"P-256","x":"{{Base64UrlText.Encode(mine.X)}}","y":"{{Base64UrlText.Encode(theirs.Y)}}"}""";

        Assert.IsType<DpopVerdict.Refused>(DpopProof.Verify(Sign($$"""{"typ":"dpop+jwt","alg":"ES256","jwk":{{beside}}}"""), SignatureAlgorithm.Ours, Now, TimeSpan.Zero));
        Assert.Equal(DpopVerdictOf(JoseRefusal.ClaimsMalformed), DpopProof.Verify(Sign($$"""{"typ":"dpop+jwt","alg":"ES256","jwk":{{Jwk}}}""", "[]"), SignatureAlgorithm.Ours, Now, TimeSpan.Zero));
    }

    [Theory]
    [InlineData("""{"exp":1800000001,"nbf":1800000000}""", 0, null)]
    [InlineData("""{"exp":1800000000}""", 0, JoseRefusal.Expired)]
    [InlineData("""{"exp":1799999995}""", 10, null)]
    [InlineData("""{"nbf":1800000001}""", 0, JoseRefusal.NotYetValid)]
    [InlineData("""{"nbf":1800000010}""", 10, null)]
    [InlineData("""{"nbf":253402300799}""", 10, JoseRefusal.NotYetValid)]
    [InlineData("""{"exp":253402300799}""", 60, null)]
    public void A_term_the_sender_sets_is_kept(string payload, int skew, JoseRefusal? reason)
    {
        var proof = Sign($$"""{"typ":"dpop+jwt","alg":"ES256","jwk":{{Jwk}}}""", payload);

        Assert.Equal(reason, (DpopProof.Verify(proof, SignatureAlgorithm.Ours, Now, TimeSpan.FromSeconds(skew)) as DpopVerdict.Refused)?.Reason);
    }

    [Fact]
    public void Arbitrary_text_never_throws() =>
        Prop.ForAll<string>(text => DpopProof.Verify(text ?? "", SignatureAlgorithm.Ours, Now, TimeSpan.Zero) is DpopVerdict.Refused && DpopProof.Verify(Sign(text ?? "", text ?? ""), SignatureAlgorithm.Ours, Now, TimeSpan.Zero) is DpopVerdict.Refused)
            .Check(Config.QuickThrowOnFailure.WithMaxTest(1000));

    private static DpopVerdict.Refused DpopVerdictOf(JoseRefusal reason) => new(reason);

    private static string JwkOf(ECDsa key)
    {
        var point = key.ExportParameters(false).Q;
        return $$"""{"kty":"EC","crv":"P-256","x":"{{Base64UrlText.Encode(point.X)}}","y":"{{Base64UrlText.Encode(point.Y)}}"}""";
    }

    private static string Sign(string header, string payload = Claims)
    {
        var input = Base64UrlText.Encode(Encoding.UTF8.GetBytes(header)) + "." + Base64UrlText.Encode(Encoding.UTF8.GetBytes(payload));
        return input + "." + Base64UrlText.Encode(Sender.SignData(Encoding.ASCII.GetBytes(input), HashAlgorithmName.SHA256, DSASignatureFormat.IeeeP1363FixedFieldConcatenation));
    }
}
