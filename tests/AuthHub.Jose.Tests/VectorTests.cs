using System.Text;
using System.Text.Json;

namespace AuthHub.Jose.Tests;

/// <summary>Project Wycheproof and our own negatives, as far as they concern what is offered here.</summary>
public sealed class VectorTests
{
    [Fact]
    public void Wycheproof_compact_signatures()
    {
        var judged = 0;
        foreach (var (group, test) in SharedVectors.Tests("wycheproof/testvectors_v1/json_web_signature_test.json"))
        {
            // Symmetric keys are private groups; what is not offered has no key here, and then nothing may be accepted.
            var key = group.TryGetProperty("public", out var jwk) ? KeyOf(jwk) : null;
            var compact = test.GetProperty("jws").ValueKind == JsonValueKind.String ? test.GetProperty("jws").GetString()! : test.GetProperty("jws").GetRawText();
            var accepted = key is not null && CompactJws.Verify(compact, key) is JwsVerdict.Verified;

            // On purpose stricter: an empty part is refused (JOS-09), and so is the PS384 figure whose key record says PS256.
            var stricter = compact.Contains("..", StringComparison.Ordinal) || test.GetProperty("comment").GetString() == "Figure20";
            var expected = test.GetProperty("result").GetString() == "valid" && key is not null && !stricter;
            Assert.True(accepted == expected, $"tcId {test.GetProperty("tcId")}: {test.GetProperty("comment")}");
            judged += key is null ? 0 : 1;
        }

        Assert.True(judged > 250, $"only {judged} were judged");
    }

    [Fact]
    public void Wycheproof_key_sets()
    {
        foreach (var (group, test) in SharedVectors.Tests("wycheproof/testvectors_v1/json_web_key_test.json"))
        {
            var set = group.TryGetProperty("public", out var given) ? given : group.GetProperty("private");
            var keys = set.GetProperty("keys").EnumerateArray().Select(KeyOf).OfType<VerificationKey>().ToList();
            var accepted = keys.Exists(k => CompactJws.Verify(test.GetProperty("jws").GetString()!, k) is JwsVerdict.Verified);
            var offered = set.GetProperty("keys").EnumerateArray().Any(k => k.GetProperty("kty").GetString() != "oct");
            Assert.True(accepted == (offered && test.GetProperty("result").GetString() == "valid"), $"tcId {test.GetProperty("tcId")}: {test.GetProperty("comment")}");
        }
    }

    [Theory]
    [InlineData("ecdsa_secp256r1_sha256_p1363_test", "publicKeyJwk", "ES256")]
    [InlineData("rsa_signature_2048_sha256_test", "keyJwk", "RS256")]
    [InlineData("rsa_signature_3072_sha256_test", "keyJwk", "RS256")]
    [InlineData("rsa_pss_2048_sha256_mgf1_32_test", "publicKeyJwk", "PS256")]
    [InlineData("rsa_pss_3072_sha256_mgf1_32_test", "publicKeyJwk", "PS256")]
    [InlineData("ecdsa_secp384r1_sha384_p1363_test", "publicKeyJwk", "ES384")]
    [InlineData("ecdsa_secp521r1_sha512_p1363_test", "publicKeyJwk", "ES512")]
    [InlineData("rsa_signature_2048_sha384_test", "keyJwk", "RS384")]
    [InlineData("rsa_signature_2048_sha512_test", "keyJwk", "RS512")]
    [InlineData("rsa_pss_2048_sha384_mgf1_48_test", "publicKeyJwk", "PS384")]
    [InlineData("rsa_pss_4096_sha512_mgf1_64_test", "publicKeyJwk", "PS512")]
    public void Wycheproof_raw_signatures(string file, string member, string algorithm)
    {
        var judged = 0;
        foreach (var (group, test) in SharedVectors.Tests($"wycheproof/testvectors_v1/{file}.json"))
        {
            if (!group.TryGetProperty(member, out var jwk) || JsonWebKey.Read(jwk) is not { } key || !VerificationKey.TryCreate(key with { Algorithm = null }, SignatureAlgorithm.Find(algorithm)!, out var verification))
            {
                continue;
            }

            judged++;
            var accepted = verification.Verify(Convert.FromHexString(test.GetProperty("msg").GetString()!), Convert.FromHexString(test.GetProperty("sig").GetString()!));
            var result = test.GetProperty("result").GetString();
            Assert.True(result == "acceptable" || accepted == (result == "valid"), $"tcId {test.GetProperty("tcId")}: {test.GetProperty("comment")}");
        }

        Assert.True(judged > 50, $"only {judged} were judged");
    }

    [Fact]
    public void JOS_Own_negative_headers_are_refused_even_with_a_good_signature()
    {
        using var signing = SigningKey.Generate(SignatureAlgorithm.ES256);
        Assert.True(VerificationKey.TryCreate(signing.PublicKey, SignatureAlgorithm.ES256, out var key));
        var list = SharedVectors.Read("own/jose-negative-headers.json");
        var headers = list.GetProperty("headers").EnumerateArray().Select(h => h.GetRawText()).Concat(list.GetProperty("rawHeaders").EnumerateArray().Select(h => h.GetString()!)).ToList();
        Assert.True(headers.Count > 40);
        foreach (var header in headers)
        {
            var input = Base64UrlText.Encode(Encoding.UTF8.GetBytes(header)) + "." + Base64UrlText.Encode("{}"u8);
            var token = input + "." + Base64UrlText.Encode(signing.Sign(Encoding.ASCII.GetBytes(input)));
            Assert.False(CompactJws.Verify(token, kid => kid == signing.Kid ? key : null) is JwsVerdict.Verified, header);
        }
    }

    private static VerificationKey? KeyOf(JsonElement jwk)
    {
        if (JsonWebKey.Read(jwk) is not { } key)
        {
            return null;
        }

        var algorithm = SignatureAlgorithm.Find(key.Algorithm) ?? SignatureAlgorithm.All.First(a => a.KeyType == key.KeyType && a.Curve == key.Curve);
        return VerificationKey.TryCreate(key, algorithm, out var verification) ? verification : null;
    }
}
