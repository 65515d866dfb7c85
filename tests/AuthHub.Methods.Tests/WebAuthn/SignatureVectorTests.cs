using System.Security.Cryptography;
using System.Text.Json;
using AuthHub.Methods.Tests.Shared;
using AuthHub.Methods.WebAuthn;

namespace AuthHub.Methods.Tests.WebAuthn;

/// <summary>The Wycheproof signatures in DER, as authenticators write them.</summary>
public sealed class SignatureVectorTests
{
    [Theory]      // WAN-18
    [InlineData("ecdsa_secp256r1_sha256_test.json", CoseKey.Es256)]
    [InlineData("ecdsa_secp384r1_sha384_test.json", CoseKey.Es384)]
    [InlineData("ecdsa_secp521r1_sha512_test.json", CoseKey.Es512)]
    public void Only_valid_signatures_verify(string file, int algorithm)
    {
        foreach (var group in Vectors.Json("wycheproof/testvectors_v1/" + file).GetProperty("testGroups").EnumerateArray())
        {
            using var key = ECDsa.Create();
            key.ImportSubjectPublicKeyInfo(Convert.FromHexString(group.GetProperty("publicKeyDer").GetString()!), out _);
            foreach (var test in group.GetProperty("tests").EnumerateArray())
            {
                var verified = Signatures.Verify(key, algorithm, Hex(test, "msg"), Hex(test, "sig"));
                Assert.True(verified == (test.GetProperty("result").GetString() == "valid"), $"{file} {test.GetProperty("tcId").GetInt32()}");
            }
        }
    }

    private static byte[] Hex(JsonElement test, string name) => Convert.FromHexString(test.GetProperty(name).GetString()!);
}
