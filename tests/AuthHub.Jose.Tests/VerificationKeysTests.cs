using System.Security.Cryptography;
using System.Text;

namespace AuthHub.Jose.Tests;

public sealed class VerificationKeysTests
{
    private static readonly RSA Rsa = RSA.Create(2048);

    private static readonly ECDsa Ec = ECDsa.Create(ECCurve.NamedCurves.nistP521);

    [Theory]
    [InlineData("RS256")]
    [InlineData("RS384")]
    [InlineData("RS512")]
    [InlineData("PS256")]
    [InlineData("PS384")]
    [InlineData("PS512")]
    [InlineData("ES256")]
    [InlineData("ES384")]
    [InlineData("ES512")]
    public void What_a_client_signs_verifies_under_the_algorithm_registered_for_it_alone(string name)
    {
        var algorithm = SignatureAlgorithm.Find(name)!;
        using var ec = algorithm.Curve is null ? null : ECDsa.Create(algorithm.Curve.Named);
        var jwk = ec is null ? Jwk(Rsa, "a") : Jwk(ec, "a");
        var token = Sign($$"""{"alg":"{{name}}","kid":"a"}""", algorithm, ec);

        using var keys = new VerificationKeys(Set(jwk), [algorithm]);
        using var others = new VerificationKeys(Set(jwk), [.. SignatureAlgorithm.All.Where(a => a != algorithm)]);

        Assert.Equal(algorithm, Assert.IsType<JwsVerdict.Verified>(CompactJws.Verify(token, keys)).Header.Algorithm);
        Assert.Equal(others.Count == 0 ? JoseRefusal.KeyUnknown : JoseRefusal.AlgorithmMismatch, Refusal(CompactJws.Verify(token, others)));
    }

    [Fact]
    public void A_header_selects_among_the_clients_keys_and_means_one()
    {
        using var keys = new VerificationKeys(Set(Jwk(Rsa, "a"), Jwk(Ec, "b")), [SignatureAlgorithm.PS256, SignatureAlgorithm.ES512]);
        using var twins = new VerificationKeys(Set(Jwk(Ec, "b"), Jwk(ECDsa.Create(ECCurve.NamedCurves.nistP521), "c")), [SignatureAlgorithm.ES512]);
        using var nameless = new VerificationKeys(Set(Jwk(Ec, null)), [SignatureAlgorithm.ES512]);

        Assert.Null(Refusal(CompactJws.Verify(Sign("""{"alg":"PS256","kid":"a"}""", SignatureAlgorithm.PS256), keys)));
        Assert.Null(Refusal(CompactJws.Verify(Sign("""{"alg":"PS256"}""", SignatureAlgorithm.PS256), keys)));
        Assert.Equal(JoseRefusal.AlgorithmMismatch, Refusal(CompactJws.Verify(Sign("""{"alg":"PS256","kid":"b"}""", SignatureAlgorithm.PS256), keys)));
        Assert.Equal(JoseRefusal.AlgorithmMismatch, Refusal(CompactJws.Verify(Sign("""{"alg":"RS256","kid":"a"}""", SignatureAlgorithm.RS256), keys)));
        Assert.Equal(JoseRefusal.SignatureWrong, Refusal(CompactJws.Verify(Sign("""{"alg":"PS256","kid":"a"}""", SignatureAlgorithm.RS256), keys)));
        Assert.Equal(JoseRefusal.KeyUnknown, Refusal(CompactJws.Verify(Sign("""{"alg":"PS256","kid":"c"}""", SignatureAlgorithm.PS256), keys)));
        Assert.Equal(JoseRefusal.KeyUnknown, Refusal(CompactJws.Verify(Sign("""{"alg":"ES512"}""", SignatureAlgorithm.ES512, Ec), twins)));
        Assert.Null(Refusal(CompactJws.Verify(Sign("""{"alg":"ES512","kid":"b"}""", SignatureAlgorithm.ES512, Ec), twins)));
        Assert.Null(Refusal(CompactJws.Verify(Sign("""{"alg":"ES512"}""", SignatureAlgorithm.ES512, Ec), nameless)));
        Assert.Equal(JoseRefusal.KeyUnknown, Refusal(CompactJws.Verify(Sign("""{"alg":"ES512","kid":"b"}""", SignatureAlgorithm.ES512, Ec), nameless)));
    }

    [Fact]
    public void Our_own_keys_sign_with_three_algorithms_only()
    {
        Assert.Equal(["RS256", "PS256", "ES256"], SignatureAlgorithm.Ours.Select(a => a.Name));
        foreach (var algorithm in SignatureAlgorithm.All.Except(SignatureAlgorithm.Ours))
        {
            Assert.Throws<ArgumentException>(() => SigningKey.Generate(algorithm));
        }

        Assert.Throws<ArgumentException>(() => SigningKey.Import(SignatureAlgorithm.ES256, Ec.ExportPkcs8PrivateKey()));
    }

    private static JsonWebKeySet Set(params string[] keys) =>
        Assert.IsType<JsonWebKeySetVerdict.Accepted>(JsonWebKeySet.Read(Encoding.UTF8.GetBytes($$"""{"keys":[{{string.Join(',', keys)}}]}"""))).Set;

    private static string Jwk(RSA rsa, string kid)
    {
        var numbers = rsa.ExportParameters(false);
        return $$"""{"kty":"RSA","kid":"{{kid}}","n":"{{Base64UrlText.Encode(numbers.Modulus)}}","e":"{{Base64UrlText.Encode(numbers.Exponent)}}"}""";
    }

    private static string Jwk(ECDsa ec, string? kid)
    {
        var point = ec.ExportParameters(false).Q;
        var name = kid is null ? "" : $"\"kid\":\"{kid}\",";
        return $$"""{"kty":"EC",{{name}}"crv":"{{EllipticCurve.OfCoordinates(point.X!.Length)!.Name}}","x":"{{Base64UrlText.Encode(point.X)}}","y":"{{Base64UrlText.Encode(point.Y)}}"}""";
    }

    private static JoseRefusal? Refusal(JwsVerdict verdict) => (verdict as JwsVerdict.Refused)?.Reason;

    private static string Sign(string header, SignatureAlgorithm algorithm, ECDsa? ec = null)
    {
        var input = Base64UrlText.Encode(Encoding.UTF8.GetBytes(header)) + "." + Base64UrlText.Encode("{}"u8);
        var bytes = Encoding.ASCII.GetBytes(input);
        var signature = ec is null ? Rsa.SignData(bytes, algorithm.Hash, algorithm.Padding!) : ec.SignData(bytes, algorithm.Hash, DSASignatureFormat.IeeeP1363FixedFieldConcatenation);
        return input + "." + Base64UrlText.Encode(signature);
    }
}
