using System.Security.Cryptography;

namespace AuthHub.Jose;

/// <summary>The signature algorithms this product speaks (RFC 7518 section 3.1). There is no <c>none</c> and no symmetric one.</summary>
public sealed record SignatureAlgorithm
{
    private SignatureAlgorithm(string name, HashAlgorithmName hash, RSASignaturePadding padding)
        : this(name, "RSA", hash) => Padding = padding;

    private SignatureAlgorithm(string name, HashAlgorithmName hash, EllipticCurve curve)
        : this(name, "EC", hash) => Curve = curve;

    private SignatureAlgorithm(string name, string keyType, HashAlgorithmName hash)
    {
        Name = name;
        KeyType = keyType;
        Hash = hash;
    }

    /// <summary>RSASSA-PKCS1-v1_5 with SHA-256.</summary>
    public static SignatureAlgorithm RS256 { get; } = new("RS256", HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);

    public static SignatureAlgorithm RS384 { get; } = new("RS384", HashAlgorithmName.SHA384, RSASignaturePadding.Pkcs1);

    public static SignatureAlgorithm RS512 { get; } = new("RS512", HashAlgorithmName.SHA512, RSASignaturePadding.Pkcs1);

    /// <summary>RSASSA-PSS with SHA-256 and a salt of 32 bytes; the salt is always as long as the hash.</summary>
    public static SignatureAlgorithm PS256 { get; } = new("PS256", HashAlgorithmName.SHA256, RSASignaturePadding.Pss);

    public static SignatureAlgorithm PS384 { get; } = new("PS384", HashAlgorithmName.SHA384, RSASignaturePadding.Pss);

    public static SignatureAlgorithm PS512 { get; } = new("PS512", HashAlgorithmName.SHA512, RSASignaturePadding.Pss);

    /// <summary>ECDSA on P-256 with SHA-256.</summary>
    public static SignatureAlgorithm ES256 { get; } = new("ES256", HashAlgorithmName.SHA256, EllipticCurve.P256);

    public static SignatureAlgorithm ES384 { get; } = new("ES384", HashAlgorithmName.SHA384, EllipticCurve.P384);

    public static SignatureAlgorithm ES512 { get; } = new("ES512", HashAlgorithmName.SHA512, EllipticCurve.P521);

    /// <summary>What our own keys sign with.</summary>
    public static IReadOnlyList<SignatureAlgorithm> Ours { get; } = [RS256, PS256, ES256];

    /// <summary>What may be verified: ours, and what clients may sign their own assertions and requests with.</summary>
    public static IReadOnlyList<SignatureAlgorithm> All { get; } = [.. Ours, RS384, RS512, PS384, PS512, ES384, ES512];

    /// <summary>The value of <c>alg</c>.</summary>
    public string Name { get; }

    /// <summary>The value of <c>kty</c> its keys have.</summary>
    public string KeyType { get; }

    /// <summary>The curve its keys lie on; null for RSA.</summary>
    public EllipticCurve? Curve { get; }

    internal HashAlgorithmName Hash { get; }

    internal RSASignaturePadding? Padding { get; }

    /// <summary>The algorithm of exactly this name; null for every other.</summary>
    public static SignatureAlgorithm? Find(string? name) => All.FirstOrDefault(a => a.Name == name);
}
