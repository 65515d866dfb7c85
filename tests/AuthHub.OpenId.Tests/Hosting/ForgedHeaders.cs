using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json.Nodes;
using AuthHub.Jose;

namespace AuthHub.OpenId.Tests.Hosting;

/// <summary>
/// Every way a token's header might choose who judges it: another algorithm, another key, a key of its own. All but
/// <see cref="Honest"/> must be refused, although many of the signatures are right by one key or another.
/// </summary>
/// <param name="Own">The server's key for this kind of token.</param>
/// <param name="Other">Another key of the server, of another algorithm.</param>
/// <param name="Typ">The type of this kind of token.</param>
internal sealed record ForgedHeaders(SigningKey Own, SigningKey Other, string Typ)
{
    private readonly SigningKey _thief = SigningKey.Generate(Own.Algorithm);

    /// <summary>As the server signs it: the control without which a refusal would prove nothing.</summary>
    public string Honest(string payload) => Sign(Header(Own.Algorithm.Name, Own.Kid), payload, ByOwn);

    public IEnumerable<(string What, string Token)> All(string payload, string address) =>
        [.. Algorithms(payload), .. KeysOfItsOwn(payload, address), .. Names(payload), .. Shapes(payload)];

    private IEnumerable<(string, string)> Algorithms(string payload)
    {
        foreach (var none in (string[])["none", "None", "NONE", ""])
        {
            yield return ($"alg {none} unsigned", Sign(Header(none, Own.Kid), payload, _ => []));
            yield return ($"alg {none} signed", Sign(Header(none, Own.Kid), payload, ByOwn));
        }

        foreach (var secret in PublicForms(Own).Concat(PublicForms(Other)))
        {
            yield return ("HS256 with a public key as secret", Sign(Header("HS256", Own.Kid), payload, input => HMACSHA256.HashData(secret, input)));
        }

        // Right signatures by keys of ours, under an algorithm or for a kind of token that is not the key's.
        yield return ("own key, the other's algorithm", Sign(Header(Other.Algorithm.Name, Own.Kid), payload, ByOwn));
        yield return ("own key's name, the other's signature and algorithm", Sign(Header(Other.Algorithm.Name, Own.Kid), payload, ByOther));
        yield return ("own key's name and algorithm, the other's signature", Sign(Header(Own.Algorithm.Name, Own.Kid), payload, ByOther));
        yield return ("the other key's name, own signature", Sign(Header(Own.Algorithm.Name, Other.Kid), payload, ByOwn));
        foreach (var rsa in new[] { Own, Other }.Where(key => key.Algorithm.KeyType == "RSA"))
        {
            var switched = rsa.Algorithm == SignatureAlgorithm.RS256 ? "PS256" : "RS256";
            yield return ($"an RSA key of ours under {switched}", Sign(Header(switched, rsa.Kid), payload, input => Padded(rsa, input, switched)));
            yield return ("RS384", Sign(Header("RS384", rsa.Kid), payload, input => rsa.Sign(input)));
        }
    }

    private IEnumerable<(string, string)> KeysOfItsOwn(string payload, string address)
    {
        using var certified = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var certificate = Convert.ToBase64String(new CertificateRequest("CN=thief", certified, HashAlgorithmName.SHA256).CreateSelfSigned(DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddYears(200)).RawData);
        (string Name, JsonNode Value)[] bearers =
        [
            ("jwk", JsonNode.Parse(Jwk(_thief))!), ("jku", address), ("x5u", address), ("x5c", new JsonArray(certificate)),
        ];
        foreach (var (name, value) in bearers)
        {
            foreach (var kid in (string?[])[Own.Kid, _thief.Kid, null])
            {
                yield return ($"{name} with kid {kid}, signed by the thief", Sign(Header(Own.Algorithm.Name, kid, (name, value.DeepClone())), payload, ByThief));
            }

            // Even beside a signature of ours: such a header is never ours.
            yield return ($"{name} beside an own signature", Sign(Header(Own.Algorithm.Name, Own.Kid, (name, value.DeepClone())), payload, ByOwn));
        }

        yield return ("x5t of the thief", Sign(Header(Own.Algorithm.Name, null, ("x5t", "AAAA")), payload, ByThief));
        yield return ("the thief's signature under our name", Sign(Header(Own.Algorithm.Name, Own.Kid), payload, ByThief));
    }

    private IEnumerable<(string, string)> Names(string payload)
    {
        JsonNode?[] kids =
        [
            "", " ", Own.Kid + " ", Own.Kid + "\0", Own.Kid.ToUpperInvariant(), Own.Kid[..^1], "../../../../dev/null", "x' UNION SELECT 'k", "http://127.0.0.1/", "*", new string('k', 2000),
            new JsonArray(Own.Kid), new JsonObject { ["kid"] = Own.Kid }, 1, true, null,
        ];
        foreach (var kid in kids)
        {
            yield return ($"kid {kid?.ToJsonString() ?? "null"}", Sign(Header(Own.Algorithm.Name, null, ("kid", kid)), payload, ByOwn));
        }

        yield return ("no kid", Sign(Header(Own.Algorithm.Name, null), payload, ByOwn));
    }

    private IEnumerable<(string, string)> Shapes(string payload)
    {
        var (algorithm, kid) = (Own.Algorithm.Name, Own.Kid);
        string[] headers =
        [
            $$"""{"alg":"none","alg":"{{algorithm}}","kid":"{{kid}}","typ":"{{Typ}}"}""", $$"""{"alg":"{{algorithm}}","kid":"{{_thief.Kid}}","kid":"{{kid}}","typ":"{{Typ}}"}""",
            $$"""{"alg":"{{algorithm}}","\u0061lg":"none","kid":"{{kid}}","typ":"{{Typ}}"}""", $$"""{"alg":["{{algorithm}}"],"kid":"{{kid}}","typ":"{{Typ}}"}""",
            $$"""{"alg":"{{algorithm.ToLowerInvariant()}}","kid":"{{kid}}","typ":"{{Typ}}"}""", $$"""{"ALG":"{{algorithm}}","kid":"{{kid}}","typ":"{{Typ}}"}""",
            $$"""{"alg":"{{algorithm}}","kid":"{{kid}}","typ":"{{Typ}}","crit":["exp"]}""", $$"""{"alg":"{{algorithm}}","kid":"{{kid}}","typ":"{{Typ}}","b64":true}""",
            $$"""{"alg":"{{algorithm}}","kid":"{{kid}}"}""", $$"""{"alg":"{{algorithm}}","kid":"{{kid}}","typ":"another"}""",
        ];
        return headers.Select(header => (header, Sign(header, payload, ByOwn)));
    }

    private byte[] ByOwn(byte[] input) => Own.Sign(input);

    private byte[] ByOther(byte[] input) => Other.Sign(input);

    private byte[] ByThief(byte[] input) => _thief.Sign(input);

    /// <summary>What a careless verifier might take for the secret of a public key.</summary>
    private static IEnumerable<byte[]> PublicForms(SigningKey key)
    {
        using AsymmetricAlgorithm own = key.Algorithm.KeyType == "RSA" ? RSA.Create() : ECDsa.Create();
        own.ImportPkcs8PrivateKey(key.ExportPkcs8(), out _);
        var pem = own.ExportSubjectPublicKeyInfoPem();
        return [own.ExportSubjectPublicKeyInfo(), Encoding.ASCII.GetBytes(pem), Encoding.ASCII.GetBytes(pem + "\n"), Encoding.UTF8.GetBytes(Jwk(key)), Encoding.ASCII.GetBytes(key.Kid), []];
    }

    private static byte[] Padded(SigningKey key, byte[] input, string algorithm)
    {
        using var rsa = RSA.Create();
        rsa.ImportPkcs8PrivateKey(key.ExportPkcs8(), out _);
        return rsa.SignData(input, HashAlgorithmName.SHA256, algorithm == "PS256" ? RSASignaturePadding.Pss : RSASignaturePadding.Pkcs1);
    }

    private static string Jwk(SigningKey key)
    {
        using var stream = new MemoryStream();
        using (var writer = new System.Text.Json.Utf8JsonWriter(stream))
        {
            key.PublicKey.WriteTo(writer);
        }

        return Encoding.UTF8.GetString(stream.ToArray());
    }

    private string Header(string algorithm, string? kid, params (string Name, JsonNode? Value)[] more)
    {
        var header = new JsonObject { ["alg"] = algorithm, ["typ"] = Typ };
        if (kid is not null)
        {
            header["kid"] = kid;
        }

        foreach (var (name, value) in more)
        {
            header[name] = value;
        }

        return header.ToJsonString();
    }

    private static string Sign(string header, string payload, Func<byte[], byte[]> sign)
    {
        var input = Base64UrlText.Encode(Encoding.UTF8.GetBytes(header)) + "." + payload;
        return input + "." + Base64UrlText.Encode(sign(Encoding.ASCII.GetBytes(input)));
    }
}
