using System.Security.Cryptography;

namespace AuthHub.Jose;

/// <summary>The curves keys may lie on (RFC 7518 section 6.2.1.1).</summary>
public sealed class EllipticCurve
{
    private EllipticCurve(string name, int bytes, ECCurve named)
    {
        Name = name;
        Bytes = bytes;
        Named = named;
    }

    public static EllipticCurve P256 { get; } = new("P-256", 32, ECCurve.NamedCurves.nistP256);

    public static EllipticCurve P384 { get; } = new("P-384", 48, ECCurve.NamedCurves.nistP384);

    public static EllipticCurve P521 { get; } = new("P-521", 66, ECCurve.NamedCurves.nistP521);

    public static IReadOnlyList<EllipticCurve> All { get; } = [P256, P384, P521];

    /// <summary>The value of <c>crv</c>.</summary>
    public string Name { get; }

    /// <summary>How long each coordinate is, leading zeros included.</summary>
    internal int Bytes { get; }

    internal ECCurve Named { get; }

    /// <summary>The curve of exactly this name; null for every other.</summary>
    public static EllipticCurve? Find(string? name) => All.FirstOrDefault(c => c.Name == name);

    internal static EllipticCurve? OfCoordinates(int bytes) => All.FirstOrDefault(c => c.Bytes == bytes);
}
