using System.Text;
using AuthHub.Jose.Encryption;
using FsCheck;
using FsCheck.Fluent;

namespace AuthHub.Jose.Tests.Encryption;

public sealed class JweRefusalTests
{
    private static readonly byte[] Plaintext = Encoding.UTF8.GetBytes(ForgedJwe.Plaintext);

    private static readonly DecryptionKey Rsa = DecryptionKey.Generate([KeyManagementAlgorithm.RsaOaep256], [ContentEncryption.A256GCM]);

    private static readonly DecryptionKey Ec = DecryptionKey.Generate([KeyManagementAlgorithm.EcdhEs, KeyManagementAlgorithm.EcdhEsA256KW], ContentEncryption.All);

    public static TheoryData<string, string, string> Ways
    {
        get
        {
            var ways = new TheoryData<string, string, string>();
            foreach (var encryption in ContentEncryption.All)
            {
                ways.Add("RSA-OAEP-256", encryption.Name, "");
                foreach (var curve in EllipticCurve.All)
                {
                    ways.Add("ECDH-ES", encryption.Name, curve.Name);
                    ways.Add("ECDH-ES+A256KW", encryption.Name, curve.Name);
                }
            }

            return ways;
        }
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public void What_is_encrypted_is_decrypted_by_the_stored_key_alone(string alg, string enc, string curve)
    {
        var (algorithm, encryption) = (KeyManagementAlgorithm.Find(alg)!, ContentEncryption.Find(enc)!);
        using var made = DecryptionKey.Generate([algorithm], [encryption], EllipticCurve.Find(curve));
        using var stranger = DecryptionKey.Generate([algorithm], [encryption], EllipticCurve.Find(curve));
        using var stored = DecryptionKey.Import([algorithm], [encryption], made.ExportPkcs8());
        var token = CompactJwe.Encrypt(KeyFor(made, algorithm, encryption), Plaintext, "JWT", "JSON");

        var decrypted = Assert.IsType<JweVerdict.Decrypted>(CompactJwe.Decrypt(token, kid => kid == stored.Kid ? stored : null));

        Assert.Equal(ForgedJwe.Plaintext, Encoding.UTF8.GetString(decrypted.Plaintext));
        Assert.Equal((algorithm, encryption, made.Kid, "JWT", "JSON"), (decrypted.Header.Algorithm, decrypted.Header.Encryption, decrypted.Header.Kid, decrypted.Header.Typ, decrypted.Header.ContentType));
        Assert.Equal(JoseRefusal.KeyUnknown, Refusal(CompactJwe.Decrypt(token, _ => null)));
        Assert.Equal(JoseRefusal.DecryptionFailed, Refusal(CompactJwe.Decrypt(token, _ => stranger)));
    }

    [Theory]
    [InlineData("""{"alg":"RSA-OAEP-256","enc":"A256GCM"}""", null)]
    [InlineData("""{"alg":"RSA-OAEP-256","enc":"A256GCM","x-unknown":1}""", null)]
    [InlineData("""{"alg":"RSA1_5","enc":"A256GCM"}""", JoseRefusal.AlgorithmNotOffered)]
    [InlineData("""{"alg":"RSA-OAEP","enc":"A256GCM"}""", JoseRefusal.AlgorithmNotOffered)]
    [InlineData("""{"alg":"dir","enc":"A256GCM"}""", JoseRefusal.AlgorithmNotOffered)]
    [InlineData("""{"alg":"none","enc":"A256GCM"}""", JoseRefusal.AlgorithmNotOffered)]
    [InlineData("""{"alg":"PBES2-HS256+A128KW","enc":"A256GCM","p2s":"AAAA","p2c":2147483647}""", JoseRefusal.AlgorithmNotOffered)]
    [InlineData("""{"enc":"A256GCM"}""", JoseRefusal.AlgorithmNotOffered)]
    [InlineData("""{"alg":["RSA-OAEP-256"],"enc":"A256GCM"}""", JoseRefusal.AlgorithmNotOffered)]
    [InlineData("""{"alg":"ECDH-ES","enc":"A256GCM","epk":{"kty":"EC","crv":"P-256","x":"gI0GAILBdu7T53akrFmMyGcsF3n5dO7MmwNBHKW5SV0","y":"SLW_xSffzlPWrHEVI30DHM_4egVwt3NQqeUD7nMFpps"}}""", JoseRefusal.AlgorithmMismatch)]
    [InlineData("""{"alg":"RSA-OAEP-256","enc":"A128CBC-HS256"}""", JoseRefusal.EncryptionMismatch)]
    [InlineData("""{"alg":"RSA-OAEP-256","enc":"A128GCM"}""", JoseRefusal.EncryptionNotOffered)]
    [InlineData("""{"alg":"RSA-OAEP-256"}""", JoseRefusal.EncryptionNotOffered)]
    [InlineData("""{"alg":"RSA-OAEP-256","enc":"A256GCM","zip":"DEF"}""", JoseRefusal.CompressionNotOffered)]
    [InlineData("""{"alg":"RSA-OAEP-256","enc":"A256GCM","p2c":2147483647}""", JoseRefusal.ParameterNotOffered)]
    [InlineData("""{"alg":"RSA-OAEP-256","enc":"A256GCM","tag":"AAAA"}""", JoseRefusal.ParameterNotOffered)]
    [InlineData("""{"alg":"RSA-OAEP-256","enc":"A256GCM","crit":["exp"],"exp":1}""", JoseRefusal.ExtensionNotOffered)]
    [InlineData("""{"alg":"RSA-OAEP-256","enc":"A256GCM","crit":[]}""", JoseRefusal.ExtensionNotOffered)]
    [InlineData("""{"alg":"RSA-OAEP-256","enc":"A256GCM","b64":false}""", JoseRefusal.ExtensionNotOffered)]
    [InlineData("""{"alg":"RSA-OAEP-256","enc":"A256GCM","jwk":{}}""", JoseRefusal.KeyInHeader)]
    [InlineData("""{"alg":"RSA-OAEP-256","enc":"A256GCM","x5u":"https://evil.example"}""", JoseRefusal.KeyInHeader)]
    [InlineData("""{"alg":"RSA-OAEP-256","enc":"A256GCM","kid":"another"}""", JoseRefusal.KeyUnknown)]
    [InlineData("""{"alg":"RSA-OAEP-256","enc":"A256GCM","kid":1}""", JoseRefusal.KeyUnknown)]
    [InlineData("""{"alg":"RSA-OAEP-256","enc":"A256GCM","cty":1}""", JoseRefusal.HeaderMalformed)]
    [InlineData("""{"alg":"RSA-OAEP-256","enc":"A256GCM","enc":"A256GCM"}""", JoseRefusal.HeaderMalformed)]
    [InlineData("""["RSA-OAEP-256"]""", JoseRefusal.HeaderMalformed)]
    [InlineData("""{"alg":"RSA-OAEP-256","enc":"A256GCM","epk":{}}""", JoseRefusal.EphemeralKeyWrong)]
    public void JOS_12_A_bad_header_is_refused_for_its_reason(string header, JoseRefusal? reason)
    {
        var token = ForgedJwe.Rsa(Rsa, header, header.Contains("A128CBC", StringComparison.Ordinal) ? ContentEncryption.A128CbcHS256 : null);

        var verdict = CompactJwe.Decrypt(token, kid => kid is null ? Rsa : null);

        Assert.Equal(reason, (verdict as JweVerdict.Refused)?.Reason);
    }

    [Theory]
    [InlineData("""{"alg":"ECDH-ES","enc":"A256GCM","epk":EPK}""", "A256GCM", "", "", null)]
    [InlineData("""{"alg":"ECDH-ES+A256KW","enc":"A256GCM","epk":EPK}""", "ECDH-ES+A256KW", "", "", null)]
    [InlineData("""{"alg":"ECDH-ES","enc":"A256GCM","epk":EPK,"apu":"QWxpY2U","apv":"Qm9i"}""", "A256GCM", "Alice", "Bob", null)]
    [InlineData("""{"alg":"ECDH-ES+A256KW","enc":"A256GCM","epk":EPK,"apu":"QWxpY2U","apv":"Qm9i"}""", "ECDH-ES+A256KW", "Alice", "Bob", null)]
    [InlineData("""{"alg":"ECDH-ES","enc":"A256GCM","epk":EPK,"apu":"QWxpY2U","apv":"Qm9i"}""", "A256GCM", "Bob", "Alice", JoseRefusal.DecryptionFailed)]
    [InlineData("""{"alg":"ECDH-ES","enc":"A256GCM","epk":EPK,"apu":"QWxpY2U"}""", "A256GCM", "", "", JoseRefusal.DecryptionFailed)]
    [InlineData("""{"alg":"ECDH-ES","enc":"A256GCM","epk":EPK}""", "A128GCM", "", "", JoseRefusal.DecryptionFailed)]
    [InlineData("""{"alg":"ECDH-ES","enc":"A256GCM","epk":EPK,"apu":1}""", "A256GCM", "", "", JoseRefusal.PartyInfoWrong)]
    [InlineData("""{"alg":"ECDH-ES","enc":"A256GCM","epk":EPK,"apv":"A+"}""", "A256GCM", "", "", JoseRefusal.PartyInfoWrong)]
    [InlineData("""{"alg":"ECDH-ES","enc":"A256GCM"}""", "A256GCM", "", "", JoseRefusal.EphemeralKeyWrong)]
    [InlineData("""{"alg":"ECDH-ES","enc":"A256GCM","epk":[EPK]}""", "A256GCM", "", "", JoseRefusal.EphemeralKeyWrong)]
    [InlineData("""{"alg":"ECDH-ES","enc":"A256GCM","epk":{"kty":"RSA"}}""", "A256GCM", "", "", JoseRefusal.EphemeralKeyWrong)]
    [InlineData("""{"alg":"ECDH-ES","enc":"A256GCM","epk":{"kty":"OKP","crv":"X25519","x":"AAAA"}}""", "A256GCM", "", "", JoseRefusal.EphemeralKeyWrong)]
    public void JOS_14_The_agreement_takes_what_the_header_says_and_no_more(string header, string purpose, string partyU, string partyV, JoseRefusal? reason)
    {
        var verdict = CompactJwe.Decrypt(ForgedJwe.Ec(Ec, header, purpose, partyU, partyV), _ => Ec);

        Assert.Equal(reason, (verdict as JweVerdict.Refused)?.Reason);
    }

    [Fact]
    public void JOS_15_A_one_time_key_must_be_a_public_point_of_our_curve()
    {
        const string X = "gI0GAILBdu7T53akrFmMyGcsF3n5dO7MmwNBHKW5SV0";
        const string Y = "SLW_xSffzlPWrHEVI30DHM_4egVwt3NQqeUD7nMFpps";
        var zero = new string('A', 43);
        using var other = DecryptionKey.Generate([KeyManagementAlgorithm.EcdhEs], ContentEncryption.All, EllipticCurve.P384);
        string[] bad =
        [
            $$"""{"kty":"EC","crv":"P-256","x":"{{X}}","y":"{{Y[..^1]}}g"}""",
            $$"""{"kty":"EC","crv":"P-256","x":"{{Y}}","y":"{{X}}"}""",
            $$"""{"kty":"EC","crv":"P-256","x":"{{zero}}","y":"{{zero}}"}""",
            $$"""{"kty":"EC","crv":"P-256","x":"","y":""}""",
            $$"""{"kty":"EC","crv":"P-256","x":"AA","y":"AA"}""",
            $$"""{"kty":"EC","crv":"P-256","x":"{{X}}"}""",
            $$"""{"kty":"EC","crv":"P-384","x":"{{X}}","y":"{{Y}}"}""",
            $$"""{"kty":"EC","crv":"secp256k1","x":"{{X}}","y":"{{Y}}"}""",
            $$"""{"kty":"EC","crv":"P-256","x":"{{X}}","y":"{{Y}}","d":"{{X}}"}""",
            $$"""{"kty":"EC","crv":"P-384","x":"{{Base64UrlText.Encode(other.PublicKey.First)}}","y":"{{Base64UrlText.Encode(other.PublicKey.Second)}}"}""",
            "null",
        ];

        foreach (var epk in bad)
        {
            var header = $$"""{"alg":"ECDH-ES","enc":"A256GCM","epk":{{epk}}}""";
            Assert.Equal(JoseRefusal.EphemeralKeyWrong, Refusal(CompactJwe.Decrypt(ForgedJwe.Seal(header, [], new byte[32], ContentEncryption.A256GCM), _ => Ec)));
        }
    }

    [Fact]
    public void JOS_14_Whatever_fails_in_secret_fails_alike()
    {
        var rsa = CompactJwe.Encrypt(KeyFor(Rsa, KeyManagementAlgorithm.RsaOaep256, ContentEncryption.A256GCM), Plaintext);
        var wrapped = CompactJwe.Encrypt(KeyFor(Ec, KeyManagementAlgorithm.EcdhEsA256KW, ContentEncryption.A128CbcHS256), Plaintext);
        const string Header = """{"alg":"RSA-OAEP-256","enc":"A256GCM"}""";
        (DecryptionKey Key, string Token)[] bad =
        [
            (Rsa, ForgedJwe.WithPart(rsa, 1, Flip)),
            (Rsa, ForgedJwe.WithPart(rsa, 1, bytes => new byte[bytes.Length])),
            (Rsa, ForgedJwe.WithPart(rsa, 1, bytes => [.. Enumerable.Repeat((byte)0xFF, bytes.Length)])),
            (Rsa, ForgedJwe.WithPart(rsa, 2, Flip)),
            (Rsa, ForgedJwe.WithPart(rsa, 3, Flip)),
            (Rsa, ForgedJwe.WithPart(rsa, 4, Flip)),
            (Rsa, ForgedJwe.Rsa(Rsa, Header, contentKey: new byte[16])),
            (Rsa, ForgedJwe.Rsa(Rsa, Header, contentKey: new byte[64])),
            (Rsa, ForgedJwe.Rsa(Rsa, Header, contentKey: [])),
            (Ec, ForgedJwe.WithPart(wrapped, 1, Flip)),
            (Ec, ForgedJwe.WithPart(wrapped, 1, bytes => bytes[..24])),
            (Ec, ForgedJwe.WithPart(wrapped, 1, bytes => bytes[..7])),
            (Ec, ForgedJwe.WithPart(wrapped, 3, Flip)),
            (Ec, ForgedJwe.WithPart(wrapped, 3, bytes => bytes[..^1])),
            (Ec, ForgedJwe.WithPart(wrapped, 4, Flip)),
        ];

        Assert.All(bad, b => Assert.Equal(JoseRefusal.DecryptionFailed, Refusal(CompactJwe.Decrypt(b.Token, _ => b.Key))));
    }

    [Fact]
    public void JOS_13_Parts_of_another_length_are_refused()
    {
        var rsa = CompactJwe.Encrypt(KeyFor(Rsa, KeyManagementAlgorithm.RsaOaep256, ContentEncryption.A256GCM), Plaintext);
        var direct = CompactJwe.Encrypt(KeyFor(Ec, KeyManagementAlgorithm.EcdhEs, ContentEncryption.A256GCM), Plaintext);
        foreach (var length in new[] { 1, 4, 8, 12, 15, 17, 32 })
        {
            Assert.Equal(JoseRefusal.PartLengthWrong, Refusal(CompactJwe.Decrypt(ForgedJwe.WithPart(rsa, 4, bytes => [.. bytes.Concat(bytes).Take(length)]), _ => Rsa)));
        }

        foreach (var length in new[] { 1, 8, 11, 13, 16 })
        {
            Assert.Equal(JoseRefusal.PartLengthWrong, Refusal(CompactJwe.Decrypt(ForgedJwe.WithPart(rsa, 2, bytes => [.. bytes.Concat(bytes).Take(length)]), _ => Rsa)));
        }

        Assert.Equal(JoseRefusal.PartLengthWrong, Refusal(CompactJwe.Decrypt(ForgedJwe.WithPart(rsa, 1, _ => []), _ => Rsa)));
        Assert.Equal(JoseRefusal.PartLengthWrong, Refusal(CompactJwe.Decrypt(ForgedJwe.WithPart(rsa, 1, bytes => bytes[1..]), _ => Rsa)));
        Assert.Equal(JoseRefusal.PartLengthWrong, Refusal(CompactJwe.Decrypt(ForgedJwe.WithPart(direct, 1, _ => new byte[40]), _ => Ec)));
    }

    [Fact]
    public void JOS_09_Every_other_spelling_is_refused()
    {
        var token = CompactJwe.Encrypt(KeyFor(Ec, KeyManagementAlgorithm.EcdhEsA256KW, ContentEncryption.A256GCM), Plaintext);
        var parts = token.Split('.');
        foreach (var spelling in new[] { "", ".", "....", ".....", token + ".", token + ".A", "." + token, token + "=", token + "\n", " " + token, string.Join('.', parts[..4]), string.Join('.', parts[..3]), string.Join('.', parts[0], parts[1], "", parts[3], parts[4]), string.Join('.', parts[0], parts[1], parts[2], "", parts[4]), string.Join('.', parts[..4]) + ".", "é" + token, token + "\0" })
        {
            Assert.Equal(JoseRefusal.NotCompact, Refusal(CompactJwe.Decrypt(spelling, _ => Ec)));
        }

        Assert.Equal(JoseRefusal.TooLong, Refusal(CompactJwe.Decrypt(token + new string('A', CompactJws.Longest), _ => Ec)));
    }

    [Theory]
    [InlineData("ECDH-ES", "A256GCM")]
    [InlineData("ECDH-ES+A256KW", "A128CBC-HS256")]
    public void No_mutation_of_an_encrypted_object_decrypts(string alg, string enc)
    {
        var token = CompactJwe.Encrypt(KeyFor(Ec, KeyManagementAlgorithm.Find(alg)!, ContentEncryption.Find(enc)!), Plaintext);
        var mutations =
            from at in Gen.Choose(0, token.Length - 1)
            from with in Gen.Elements("ABCxyz019-_.=+/ \u0000é{".ToCharArray())
            from kind in Gen.Choose(0, 2)
            select kind switch { 0 => token.Remove(at, 1), 1 => token.Insert(at, with.ToString()), _ => token[..at] + with + token[(at + 1)..] };

        Prop.ForAll(mutations.ToArbitrary(), mutated => mutated == token || CompactJwe.Decrypt(mutated, _ => Ec) is JweVerdict.Refused).Check(Config.QuickThrowOnFailure.WithMaxTest(3000));
    }

    [Fact]
    public void Arbitrary_headers_and_parts_never_throw() =>
        Prop.ForAll<string, byte[], byte[]>((text, encryptedKey, rest) =>
            CompactJwe.Decrypt(text ?? "", _ => Ec) is JweVerdict.Refused
            && CompactJwe.Decrypt(string.Join('.', Base64UrlText.Encode(Encoding.UTF8.GetBytes(text ?? "")), Base64UrlText.Encode(encryptedKey), Base64UrlText.Encode(rest), Base64UrlText.Encode(rest), Base64UrlText.Encode(rest)), _ => Rsa) is JweVerdict.Refused
            && CompactJwe.Decrypt(ForgedJwe.WithPart(ForgedJwe.WithPart(ForgedJwe.Rsa(Rsa, """{"alg":"RSA-OAEP-256","enc":"A256GCM"}"""), 1, _ => encryptedKey), 3, _ => rest), _ => Rsa) is JweVerdict.Refused)
            .Check(Config.QuickThrowOnFailure.WithMaxTest(500));

    private static byte[] Flip(byte[] bytes) => [.. bytes[..^1], (byte)(bytes[^1] ^ 1)];

    private static EncryptionKey KeyFor(DecryptionKey key, KeyManagementAlgorithm algorithm, ContentEncryption encryption)
    {
        Assert.True(EncryptionKey.TryCreate(key.PublicKey, algorithm, encryption, out var encryptionKey));
        return encryptionKey;
    }

    private static JoseRefusal Refusal(JweVerdict verdict) => Assert.IsType<JweVerdict.Refused>(verdict).Reason;
}
