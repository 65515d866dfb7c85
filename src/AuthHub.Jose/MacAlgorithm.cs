namespace AuthHub.Jose;

/// <summary>HMAC with SHA-2 (RFC 7518 section 3.2). Only a client's shared secret uses it; no <see cref="SignatureAlgorithm"/> is one.</summary>
public sealed class MacAlgorithm
{
    private MacAlgorithm(string name, int bytes)
    {
        Name = name;
        Bytes = bytes;
    }

    public static MacAlgorithm HS256 { get; } = new("HS256", 32);

    public static MacAlgorithm HS384 { get; } = new("HS384", 48);

    public static MacAlgorithm HS512 { get; } = new("HS512", 64);

    public static IReadOnlyList<MacAlgorithm> All { get; } = [HS256, HS384, HS512];

    /// <summary>The value of <c>alg</c>.</summary>
    public string Name { get; }

    /// <summary>How long the hash is, and a secret at least.</summary>
    public int Bytes { get; }

    /// <summary>The algorithm of exactly this name; null for every other.</summary>
    public static MacAlgorithm? Find(string? name) => All.FirstOrDefault(a => a.Name == name);
}
