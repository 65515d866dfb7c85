using System.Security.Cryptography;

namespace AuthHub.Jose;

/// <summary>The signature algorithms this product speaks (RFC 7518 section 3.1). There is no <c>none</c> and no symmetric one.</summary>
public sealed record SignatureAlgorithm
{
    private SignatureAlgorithm(string name, string keyType, RSASignaturePadding? padding)
    {
        Name = name;
        KeyType = keyType;
        Padding = padding;
    }

    /// <summary>RSASSA-PKCS1-v1_5 with SHA-256.</summary>
    public static SignatureAlgorithm RS256 { get; } = new("RS256", "RSA", RSASignaturePadding.Pkcs1);

    /// <summary>RSASSA-PSS with SHA-256 and a salt of 32 bytes.</summary>
    public static SignatureAlgorithm PS256 { get; } = new("PS256", "RSA", RSASignaturePadding.Pss);

    /// <summary>ECDSA on P-256 with SHA-256.</summary>
    public static SignatureAlgorithm ES256 { get; } = new("ES256", "EC", null);

    public static IReadOnlyList<SignatureAlgorithm> All { get; } = [RS256, PS256, ES256];

    /// <summary>The value of <c>alg</c>.</summary>
    public string Name { get; }

    /// <summary>The value of <c>kty</c> its keys have.</summary>
    public string KeyType { get; }

    internal RSASignaturePadding? Padding { get; }

    /// <summary>The algorithm of exactly this name; null for every other.</summary>
    public static SignatureAlgorithm? Find(string? name) => All.FirstOrDefault(a => a.Name == name);
}
