using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace Helpdesk.Tests.Testing;

/// <summary>A key of the test provider: signs ID tokens and shows its public half.</summary>
internal sealed class SigningKey(string algorithm, string id)
{
    private readonly RSA rsa = RSA.Create(2048);
    private readonly ECDsa curve = ECDsa.Create(ECCurve.NamedCurves.nistP256);

    public string Type { get; set; } = "JWT";

    public string Sign(JsonObject claims)
    {
        var header = new JsonObject { ["alg"] = algorithm, ["kid"] = id, ["typ"] = Type };
        var content = Encode(header) + "." + Encode(claims);
        var bytes = Encoding.ASCII.GetBytes(content);
        var signature = algorithm switch
        {
            "RS256" => rsa.SignData(bytes, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1),
            "PS256" => rsa.SignData(bytes, HashAlgorithmName.SHA256, RSASignaturePadding.Pss),
            _ => curve.SignData(bytes, HashAlgorithmName.SHA256),
        };
        return content + "." + Base64Url.EncodeToString(signature);
    }

    public JsonObject ToJwk()
    {
        var jwk = new JsonObject { ["kid"] = id, ["use"] = "sig", ["alg"] = algorithm };
        if (algorithm == "ES256")
        {
            var point = curve.ExportParameters(false).Q;
            (jwk["kty"], jwk["crv"], jwk["x"], jwk["y"]) = ("EC", "P-256", Base64Url.EncodeToString(point.X), Base64Url.EncodeToString(point.Y));
        }
        else
        {
            var parameters = rsa.ExportParameters(false);
            (jwk["kty"], jwk["n"], jwk["e"]) = ("RSA", Base64Url.EncodeToString(parameters.Modulus), Base64Url.EncodeToString(parameters.Exponent));
        }

        return jwk;
    }

    public static string Encode(JsonObject json) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(json.ToJsonString()));
}
