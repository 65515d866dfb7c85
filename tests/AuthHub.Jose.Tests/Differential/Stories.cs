using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using AuthHub.Jose.Encryption;

namespace AuthHub.Jose.Tests.Differential;

/// <summary>One valid token of every kind, under keys that both sides have.</summary>
internal sealed class Stories
{
    public const string Claims = """{"iss":"https://id.example","sub":"alice","aud":"api","nbf":1799999990,"iat":1799999990,"exp":1800000001}""";

    private static readonly DateTimeOffset Now = DateTimeOffset.FromUnixTimeSeconds(1_800_000_000);

    private static readonly JwtExpectation Expectation = new("JWT", "https://id.example", "api");

    private static readonly string[] MacNames = ["HS256"];

    private readonly JsonObject _keys = [];

    public Stories()
    {
        foreach (var algorithm in SignatureAlgorithm.All)
        {
            All.Add(Signed(algorithm, "jws"));
        }

        foreach (var algorithm in SignatureAlgorithm.Ours)
        {
            All.Add(Signed(algorithm, "jwt"));
        }

        All.Add(Set());
        All.Add(Mac());
        All.Add(Dpop());
        foreach (var encryption in ContentEncryption.All)
        {
            All.Add(Encrypted(KeyManagementAlgorithm.RsaOaep256, encryption, null));
            foreach (var curve in EllipticCurve.All)
            {
                All.Add(Encrypted(KeyManagementAlgorithm.EcdhEs, encryption, curve));
                All.Add(Encrypted(KeyManagementAlgorithm.EcdhEsA256KW, encryption, curve));
            }
        }

        All.Add(Nested());
    }

    public List<Story> All { get; } = [];

    public JsonObject Setting => new()
    {
        ["keys"] = _keys.DeepClone(),
        ["expect"] = new JsonObject { ["issuer"] = "https://id.example", ["audience"] = "api", ["typ"] = "JWT", ["requiredClaims"] = new JsonArray("exp"), ["currentDate"] = Now.ToUnixTimeMilliseconds() },
    };

    private static JsonObject Question(string kind, string key, string token, params string[] algorithms) =>
        new() { ["kind"] = kind, ["key"] = key, ["token"] = token, ["algorithms"] = Array(algorithms) };

    private static JsonArray Array(IEnumerable<string> names) => [.. names.Select(n => JsonValue.Create(n))];

    private static string Compact(byte[] header, byte[] payload, Func<byte[], byte[]> sign)
    {
        var input = Base64UrlText.Encode(header) + "." + Base64UrlText.Encode(payload);
        return input + "." + Base64UrlText.Encode(sign(Encoding.ASCII.GetBytes(input)));
    }

    private static byte[]? PayloadOf(string token, bool accepted) => accepted && Base64UrlText.TryDecode(token.Split('.')[1], out var payload) ? payload : null;

    private Story Signed(SignatureAlgorithm algorithm, string kind)
    {
        var name = kind + " " + algorithm.Name;
        var (jwk, sign, pkcs8) = NewKey(algorithm);
        _keys[name] = Node(jwk);
        _keys["make " + name] = PrivateKeys.Write(pkcs8, jwk.KeyType);
        Assert.True(VerificationKey.TryCreate(jwk, algorithm, out var key));
        Func<string, byte[]?> judge = kind == "jws"
            ? token => (CompactJws.Verify(token, key) as JwsVerdict.Verified)?.Payload
            : token => PayloadOf(token, Jwt.Verify(token, _ => key, Expectation, Now) is JwtVerdict.Accepted);
        return new Story(name, $$"""{"alg":"{{algorithm.Name}}","typ":"JWT"}""", Claims, (header, payload) => Compact(header, payload, sign), kind == "jws" ? JsonRead.Header : JsonRead.Both, judge, token => Question(kind, name, token, algorithm.Name));
    }

    /// <summary>Here the keys are what is mutated: the "payload" is the client's published set, the token stays good.</summary>
    private static Story Set()
    {
        var (first, sign, _) = NewKey(SignatureAlgorithm.ES256);
        var (second, _, _) = NewKey(SignatureAlgorithm.RS256);
        var token = Compact("""{"alg":"ES256","kid":"a"}"""u8.ToArray(), "{}"u8.ToArray(), sign);
        var keys = $$"""{"keys":[{{Node(first with { Kid = "a" }).ToJsonString()}},{{Node(second with { Kid = "b" }).ToJsonString()}}]}""";
        return new Story(
            "set",
            """{"alg":"ES256","kid":"a"}""",
            keys,
            (_, set) => Encoding.UTF8.GetString(set),
            JsonRead.Payload,
            set => Judge(token, set),
            set => new JsonObject { ["kind"] = "set", ["set"] = set, ["token"] = token, ["algorithms"] = new JsonArray("ES256") });
    }

    private static byte[]? Judge(string token, string set)
    {
        if (JsonWebKeySet.Read(Encoding.UTF8.GetBytes(set)) is not JsonWebKeySetVerdict.Accepted accepted)
        {
            return null;
        }

        using var keys = new VerificationKeys(accepted.Set, [SignatureAlgorithm.ES256]);
        return (CompactJws.Verify(token, keys) as JwsVerdict.Verified)?.Payload;
    }

    private Story Mac()
    {
        var secret = RandomNumberGenerator.GetBytes(32);
        _keys["mac"] = new JsonObject { ["k"] = Base64UrlText.Encode(secret) };
        _keys["make mac"] = _keys["mac"]!.DeepClone();
        Assert.True(MacKey.TryCreate(secret, MacAlgorithm.HS256, out var key));
        return new Story("mac", """{"alg":"HS256","typ":"JWT"}""", Claims, (header, payload) => Compact(header, payload, input => HMACSHA256.HashData(secret, input)), JsonRead.Both, token => PayloadOf(token, MacJwt.Verify(token, key, Expectation, Now) is MacJwtVerdict.Accepted), token => Question("mac", "mac", token, MacNames));
    }

    private Story Dpop()
    {
        var (jwk, sign, pkcs8) = NewKey(SignatureAlgorithm.ES256);
        _keys["make dpop"] = PrivateKeys.Write(pkcs8, jwk.KeyType);
        var header = $$"""{"alg":"ES256","typ":"dpop+jwt","jwk":{{Node(jwk).ToJsonString()}}}""";
        return new Story("dpop", header, """{"jti":"1","htm":"POST","htu":"https://id.example/token","iat":1799999999}""", (h, payload) => Compact(h, payload, sign), JsonRead.Both, token => PayloadOf(token, DpopProof.Verify(token, SignatureAlgorithm.Ours, Now, TimeSpan.Zero) is DpopVerdict.Verified), token => Question("dpop", "dpop", token, [.. SignatureAlgorithm.Ours.Select(a => a.Name)]));
    }

    private Story Encrypted(KeyManagementAlgorithm algorithm, ContentEncryption encryption, EllipticCurve? curve)
    {
        var name = $"jwe {algorithm.Name} {encryption.Name} {curve?.Name}".TrimEnd();
        var key = NewDecryptionKey(name, algorithm, encryption, curve);
        var crypt = new Sealing(key, algorithm, encryption);
        return new Story(name, crypt.Header(""), Claims, crypt.Make, JsonRead.Header, token => (CompactJwe.Decrypt(token, _ => key) as JweVerdict.Decrypted)?.Plaintext, token => Decryption("jwe", name, token, algorithm, encryption));
    }

    private Story Nested()
    {
        var (jwk, sign, _) = NewKey(SignatureAlgorithm.ES256);
        _keys["inner"] = Node(jwk);
        Assert.True(VerificationKey.TryCreate(jwk, SignatureAlgorithm.ES256, out var verification));
        var (algorithm, encryption) = (KeyManagementAlgorithm.EcdhEs, ContentEncryption.A256GCM);
        var key = NewDecryptionKey("nested", algorithm, encryption, EllipticCurve.P256);
        var crypt = new Sealing(key, algorithm, encryption);
        return new Story(
            "nested",
            crypt.Header(",\"cty\":\"JWT\""),
            Claims,
            (header, payload) => crypt.Make(header, Encoding.ASCII.GetBytes(Compact("""{"alg":"ES256","typ":"JWT"}"""u8.ToArray(), payload, sign))),
            JsonRead.Both,
            token => NestedJwt.Open(token, _ => key) is NestedVerdict.Opened opened ? PayloadOf(opened.Signed, NestedJwt.Verify(token, _ => key, _ => verification, Expectation, Now) is JwtVerdict.Accepted) : null,
            token => Decryption("nested", "nested", token, algorithm, encryption));
    }

    private static JsonObject Decryption(string kind, string key, string token, KeyManagementAlgorithm algorithm, ContentEncryption encryption)
    {
        var question = Question(kind, key, token, "ES256");
        question["inner"] = "inner";
        question["management"] = Array([algorithm.Name]);
        question["encryption"] = Array([encryption.Name]);
        return question;
    }

    private DecryptionKey NewDecryptionKey(string name, KeyManagementAlgorithm algorithm, ContentEncryption encryption, EllipticCurve? curve)
    {
        var key = DecryptionKey.Generate([algorithm], [encryption], curve);
        _keys[name] = PrivateKeys.Write(key.ExportPkcs8(), key.PublicKey.KeyType);
        _keys["make " + name] = Node(key.PublicKey);
        return key;
    }

    private static (JsonWebKey Jwk, Func<byte[], byte[]> Sign, byte[] Pkcs8) NewKey(SignatureAlgorithm algorithm)
    {
        if (algorithm.Curve is null)
        {
            var rsa = RSA.Create(2048);
            return (JsonWebKey.Of(rsa.ExportParameters(false)), input => rsa.SignData(input, algorithm.Hash, algorithm.Padding!), rsa.ExportPkcs8PrivateKey());
        }

        var ec = ECDsa.Create(algorithm.Curve.Named);
        return (JsonWebKey.Of(ec.ExportParameters(false)), input => ec.SignData(input, algorithm.Hash, DSASignatureFormat.IeeeP1363FixedFieldConcatenation), ec.ExportPkcs8PrivateKey());
    }

    private static JsonObject Node(JsonWebKey key)
    {
        using var stream = new MemoryStream();
        using (var writer = new System.Text.Json.Utf8JsonWriter(stream))
        {
            key.WriteTo(writer);
        }

        return JsonNode.Parse(stream.ToArray())!.AsObject();
    }
}
