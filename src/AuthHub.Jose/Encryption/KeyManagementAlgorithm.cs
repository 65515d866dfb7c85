namespace AuthHub.Jose.Encryption;

/// <summary>The ways a content key reaches its reader (RFC 7518 section 4.1). No PKCS #1 v1.5, no OAEP with SHA-1, no password, no shared key.</summary>
public sealed class KeyManagementAlgorithm
{
    private KeyManagementAlgorithm(string name, string keyType, bool hasEncryptedKey)
    {
        Name = name;
        KeyType = keyType;
        HasEncryptedKey = hasEncryptedKey;
    }

    /// <summary>RSAES-OAEP with SHA-256 (RFC 7518 section 4.3).</summary>
    public static KeyManagementAlgorithm RsaOaep256 { get; } = new("RSA-OAEP-256", "RSA", hasEncryptedKey: true);

    /// <summary>The agreed key encrypts the content itself (RFC 7518 section 4.6).</summary>
    public static KeyManagementAlgorithm EcdhEs { get; } = new("ECDH-ES", "EC", hasEncryptedKey: false);

    /// <summary>The agreed key wraps a content key (RFC 7518 section 4.6).</summary>
    public static KeyManagementAlgorithm EcdhEsA256KW { get; } = new("ECDH-ES+A256KW", "EC", hasEncryptedKey: true);

    public static IReadOnlyList<KeyManagementAlgorithm> All { get; } = [RsaOaep256, EcdhEs, EcdhEsA256KW];

    /// <summary>The value of <c>alg</c>.</summary>
    public string Name { get; }

    /// <summary>The value of <c>kty</c> its keys have.</summary>
    public string KeyType { get; }

    internal bool HasEncryptedKey { get; }

    /// <summary>The algorithm of exactly this name; null for every other.</summary>
    public static KeyManagementAlgorithm? Find(string? name) => All.FirstOrDefault(a => a.Name == name);
}
