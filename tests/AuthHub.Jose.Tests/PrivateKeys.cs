using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;
using AuthHub.Jose.Encryption;

namespace AuthHub.Jose.Tests;

/// <summary>Private keys as figures and vectors print them; the product itself reads none from JSON.</summary>
internal static class PrivateKeys
{
    public static DecryptionKey Read(JsonElement jwk, IReadOnlyList<KeyManagementAlgorithm> algorithms) =>
        DecryptionKey.Import(algorithms, ContentEncryption.All, jwk.GetProperty("kty").GetString() == "RSA" ? Rsa(jwk).ExportPkcs8PrivateKey() : Ec(jwk).ExportPkcs8PrivateKey());

    public static RSA Rsa(JsonElement jwk) => RSA.Create(new RSAParameters
    {
        Modulus = Bytes(jwk, "n"),
        Exponent = Bytes(jwk, "e"),
        D = Bytes(jwk, "d"),
        P = Bytes(jwk, "p"),
        Q = Bytes(jwk, "q"),
        DP = Bytes(jwk, "dp"),
        DQ = Bytes(jwk, "dq"),
        InverseQ = Bytes(jwk, "qi"),
    });

    public static ECDiffieHellman Ec(JsonElement jwk) => ECDiffieHellman.Create(new ECParameters
    {
        Curve = EllipticCurve.Find(jwk.GetProperty("crv").GetString())!.Named,
        Q = new ECPoint { X = Bytes(jwk, "x"), Y = Bytes(jwk, "y") },
        D = Bytes(jwk, "d"),
    });

    /// <summary>A private key as JSON, for other programs.</summary>
    public static JsonObject Write(byte[] pkcs8, string keyType)
    {
        if (keyType == "RSA")
        {
            using var rsa = RSA.Create();
            rsa.ImportPkcs8PrivateKey(pkcs8, out _);
            var numbers = rsa.ExportParameters(true);
            return Node("RSA", ("n", numbers.Modulus), ("e", numbers.Exponent), ("d", numbers.D), ("p", numbers.P), ("q", numbers.Q), ("dp", numbers.DP), ("dq", numbers.DQ), ("qi", numbers.InverseQ));
        }

        using var ec = ECDiffieHellman.Create();
        ec.ImportPkcs8PrivateKey(pkcs8, out _);
        var point = ec.ExportParameters(true);
        var node = Node("EC", ("x", point.Q.X), ("y", point.Q.Y), ("d", point.D));
        node["crv"] = EllipticCurve.OfCoordinates(point.Q.X!.Length)!.Name;
        return node;
    }

    public static JsonElement Json(string text) => JsonElement.Parse(text);

    private static JsonObject Node(string keyType, params (string Name, byte[]? Value)[] numbers)
    {
        var node = new JsonObject { ["kty"] = keyType };
        foreach (var (name, value) in numbers)
        {
            node[name] = Base64UrlText.Encode(value);
        }

        return node;
    }

    private static byte[] Bytes(JsonElement jwk, string name)
    {
        Assert.True(Base64UrlText.TryDecode(jwk.GetProperty(name).GetString(), out var bytes));
        return bytes;
    }
}
