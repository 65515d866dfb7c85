using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace AuthHub.OpenId.Tests.Hosting;

/// <summary>A client's own key, and JWTs signed with it, right or wrong in whatever way a test wants. Written without AuthHub.Jose, so that both sides are not wrong together.</summary>
internal sealed class TestKey
{
    private readonly ECDsa? _ec;

    private readonly RSA? _rsa;

    public TestKey(string kid = "k1", string algorithm = "ES256")
    {
        Kid = kid;
        Algorithm = algorithm;
        (_ec, _rsa) = algorithm == "ES256" ? (ECDsa.Create(ECCurve.NamedCurves.nistP256), null) : ((ECDsa?)null, RSA.Create(2048));
    }

    public string Kid { get; }

    public string Algorithm { get; }

    /// <summary>The bare public key.</summary>
    public JsonObject Jwk
    {
        get
        {
            if (_rsa is not null)
            {
                var rsa = _rsa.ExportParameters(false);
                return new JsonObject { ["kty"] = "RSA", ["n"] = Base64Url.EncodeToString(rsa.Modulus), ["e"] = Base64Url.EncodeToString(rsa.Exponent) };
            }

            var ec = _ec!.ExportParameters(false);
            return new JsonObject { ["kty"] = "EC", ["crv"] = "P-256", ["x"] = Base64Url.EncodeToString(ec.Q.X), ["y"] = Base64Url.EncodeToString(ec.Q.Y) };
        }
    }

    public JsonObject PrivateJwk
    {
        get
        {
            var jwk = Jwk;
            jwk["d"] = Base64Url.EncodeToString(_ec!.ExportParameters(true).D);
            return jwk;
        }
    }

    /// <summary>RFC 7638.</summary>
    public string Thumbprint => _ec is null ? throw new NotSupportedException()
        : Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes($$"""{"crv":"P-256","kty":"EC","x":"{{Jwk["x"]}}","y":"{{Jwk["y"]}}"}""")));

    public static string Jwks(params TestKey[] keys) => new JsonObject
    {
        ["keys"] = new JsonArray([.. keys.Select(key =>
        {
            var jwk = key.Jwk;
            jwk["kid"] = key.Kid;
            return jwk;
        })]),
    }.ToJsonString();

    public string Sign(JsonObject claims, JsonObject? header = null)
    {
        var input = Encode(header ?? new JsonObject { ["alg"] = Algorithm, ["kid"] = Kid, ["typ"] = "JWT" }) + "." + Encode(claims);
        var bytes = Encoding.ASCII.GetBytes(input);
        var signature = _ec?.SignData(bytes, HashAlgorithmName.SHA256) ?? _rsa!.SignData(bytes, HashAlgorithmName.SHA256, Algorithm == "PS256" ? RSASignaturePadding.Pss : RSASignaturePadding.Pkcs1);
        return input + "." + Base64Url.EncodeToString(signature);
    }

    public static string Mac(string secret, JsonObject claims, string algorithm = "HS256")
    {
        var input = Encode(new JsonObject { ["alg"] = algorithm }) + "." + Encode(claims);
        var (key, bytes) = (Encoding.UTF8.GetBytes(secret), Encoding.ASCII.GetBytes(input));
        return input + "." + Base64Url.EncodeToString(algorithm == "HS256" ? HMACSHA256.HashData(key, bytes) : HMACSHA512.HashData(key, bytes));
    }

    public static string Unsigned(JsonObject claims, string algorithm) => Encode(new JsonObject { ["alg"] = algorithm }) + "." + Encode(claims) + ".";

    public static string Encode(JsonNode part) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(part.ToJsonString()));
}
