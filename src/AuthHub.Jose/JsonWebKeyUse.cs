using System.Text.Json;
using AuthHub.Jose.Encryption;

namespace AuthHub.Jose;

/// <summary>What <c>use</c>, <c>key_ops</c> and <c>alg</c> of a public key allow (RFC 7517 sections 4.2 to 4.4).</summary>
internal static class JsonWebKeyUse
{
    private static readonly string[] Verifying = ["verify"];

    private static readonly string[] Wrapping = ["wrapKey", "encrypt"];

    private static readonly string[] Deriving = ["deriveKey", "deriveBits"];

    public static string NameOf(KeyUse use) => use == KeyUse.Signature ? "sig" : "enc";

    public static bool Allows(JsonElement element, KeyUse use)
    {
        if (element.Has("use") && element.Text("use") != NameOf(use))
        {
            return false;
        }

        return !element.TryGetProperty("key_ops", out var operations) || OperationsFit(operations, use, element.Text("kty"));
    }

    public static bool AlgorithmFits(JsonElement element, JsonWebKey key, KeyUse use)
    {
        if (!element.Has("alg"))
        {
            return true;
        }

        var name = element.Text("alg");
        return use == KeyUse.Signature
            ? SignatureAlgorithm.Find(name) is { } signature && signature.KeyType == key.KeyType && signature.Curve == key.Curve
            : KeyManagementAlgorithm.Find(name)?.KeyType == key.KeyType;
    }

    private static bool OperationsFit(JsonElement operations, KeyUse use, string? keyType)
    {
        if (operations.ValueKind != JsonValueKind.Array)
        {
            return false;
        }

        // Web Cryptography gives public ECDH keys an empty list: the operations belong to the private half.
        var allowed = use == KeyUse.Signature ? Verifying : keyType == "RSA" ? Wrapping : Deriving;
        var least = use == KeyUse.Encryption && keyType == "EC" ? 0 : 1;
        return operations.GetArrayLength() >= least
            && operations.GetArrayLength() <= allowed.Length
            && operations.EnumerateArray().All(o => o.ValueKind == JsonValueKind.String && Array.Exists(allowed, a => o.ValueEquals(a)));
    }
}
