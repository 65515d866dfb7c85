using System.Security.Cryptography;
using System.Text.Json;
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

    public static JsonElement Json(string text) => JsonElement.Parse(text);

    private static byte[] Bytes(JsonElement jwk, string name)
    {
        Assert.True(Base64UrlText.TryDecode(jwk.GetProperty(name).GetString(), out var bytes));
        return bytes;
    }
}
