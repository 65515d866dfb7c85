using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace AuthHub.Jose;

/// <summary>A public key as others see it (RFC 7517): RSA from 2048 bits or EC on a curve of <see cref="EllipticCurve"/>, for one use.</summary>
public sealed record JsonWebKey
{
    private const int LongestKid = 128;

    private static readonly string[] PrivateMembers = ["d", "p", "q", "dp", "dq", "qi", "oth", "k"];

    private JsonWebKey(EllipticCurve? curve, byte[] first, byte[] second)
    {
        KeyType = curve is null ? "RSA" : "EC";
        Curve = curve;
        First = first;
        Second = second;
        Thumbprint = ThumbprintOf(curve, first, second);
    }

    public string KeyType { get; }

    /// <summary>Null for RSA.</summary>
    public EllipticCurve? Curve { get; }

    public KeyUse Use { get; internal init; }

    public string? Kid { get; init; }

    public string? Algorithm { get; init; }

    /// <summary>RFC 7638 with SHA-256: a name the key itself determines.</summary>
    public string Thumbprint { get; }

    /// <summary>Modulus, or x.</summary>
    internal byte[] First { get; }

    /// <summary>Public exponent, or y.</summary>
    internal byte[] Second { get; }

    internal RSAParameters Rsa => new() { Modulus = First, Exponent = Second };

    internal ECParameters Ec => new() { Curve = Curve!.Named, Q = new ECPoint { X = First, Y = Second } };

    /// <summary>Reads a public key for signatures; null when it is private, weak, malformed or meant for something else.</summary>
    public static JsonWebKey? Read(ReadOnlySpan<byte> utf8) => JsonMembers.ReadObject(utf8) is { } element ? Read(element) : null;

    /// <inheritdoc cref="Read(ReadOnlySpan{byte})"/>
    public static JsonWebKey? Read(JsonElement element) => Read(element, KeyUse.Signature);

    /// <summary>Reads a public key for one use; null when it is private, weak, malformed or meant for something else.</summary>
    public static JsonWebKey? Read(JsonElement element, KeyUse use)
    {
        // RFC 7517 sections 4.2 to 4.5; a private member in a public place means somebody's secret is out (JOS-16).
        if (element.ValueKind != JsonValueKind.Object || ShowsSecret(element) || !JsonWebKeyUse.Allows(element, use) || (element.Has("kid") && element.Text("kid") is not { Length: > 0 and <= LongestKid }))
        {
            return null;
        }

        return ReadBare(element) is { } key && JsonWebKeyUse.AlgorithmFits(element, key, use)
            ? key with { Use = use, Kid = element.Text("kid"), Algorithm = element.Text("alg") }
            : null;
    }

    /// <summary>Writes the public key with <c>use</c> and, where known, <c>alg</c> and <c>kid</c>.</summary>
    public void WriteTo(Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        writer.WriteString("kty", KeyType);
        writer.WriteString("use", JsonWebKeyUse.NameOf(Use));
        if (Algorithm is not null)
        {
            writer.WriteString("alg", Algorithm);
        }

        if (Kid is not null)
        {
            writer.WriteString("kid", Kid);
        }

        WriteNumbersTo(writer);
        writer.WriteEndObject();
    }

    internal static JsonWebKey Of(RSAParameters rsa) => new(null, rsa.Modulus!, rsa.Exponent!);

    internal static JsonWebKey Of(ECParameters ec) => new(EllipticCurve.OfCoordinates(ec.Q.X!.Length), ec.Q.X, ec.Q.Y!);

    /// <summary>The public numbers alone, whatever else stands beside them; null when they are no key.</summary>
    internal static JsonWebKey? ReadBare(JsonElement element) => element.Text("kty") switch
    {
        "RSA" => ReadRsa(element),
        "EC" => ReadEc(element),
        _ => null,
    };

    /// <summary>The type and the public numbers alone, as <c>epk</c> has them.</summary>
    internal void WriteBareTo(Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        writer.WriteString("kty", KeyType);
        WriteNumbersTo(writer);
        writer.WriteEndObject();
    }

    /// <summary>True for a symmetric key and for one with a private member.</summary>
    internal static bool ShowsSecret(JsonElement element) => element.Text("kty") == "oct" || Array.Exists(PrivateMembers, m => element.Has(m));

    /// <summary>True for an RSA key whose numbers can be read and are no good.</summary>
    internal static bool IsWeak(JsonElement element) =>
        element.Text("kty") == "RSA" && element.Text("n") is { } modulus && element.Text("e") is { } exponent && Base64UrlText.TryDecode(modulus, out var n) && Base64UrlText.TryDecode(exponent, out var e) && !RsaStrength.IsEnough(n, e);

    private static JsonWebKey? ReadRsa(JsonElement element) =>
        Base64UrlText.TryDecode(element.Text("n"), out var n) && Base64UrlText.TryDecode(element.Text("e"), out var e) && RsaStrength.IsEnough(n, e)
            ? new JsonWebKey(null, n, e)
            : null;

    private static JsonWebKey? ReadEc(JsonElement element) =>
        EllipticCurve.Find(element.Text("crv")) is { } curve && Base64UrlText.TryDecode(element.Text("x"), out var x) && Base64UrlText.TryDecode(element.Text("y"), out var y) && x.Length == curve.Bytes && y.Length == curve.Bytes
            ? new JsonWebKey(curve, x, y)
            : null;

    private void WriteNumbersTo(Utf8JsonWriter writer)
    {
        if (Curve is not null)
        {
            writer.WriteString("crv", Curve.Name);
        }

        writer.WriteString(Curve is null ? "n" : "x", Base64UrlText.Encode(First));
        writer.WriteString(Curve is null ? "e" : "y", Base64UrlText.Encode(Second));
    }

    /// <summary>RFC 7638 section 3.2: the required members only, in order of their names, without white space.</summary>
    private static string ThumbprintOf(EllipticCurve? curve, byte[] first, byte[] second)
    {
        var canonical = curve is null
            ? $$"""{"e":"{{Base64UrlText.Encode(second)}}","kty":"RSA","n":"{{Base64UrlText.Encode(first)}}"}"""
            : $$"""{"crv":"{{curve.Name}}","kty":"EC","x":"{{Base64UrlText.Encode(first)}}","y":"{{Base64UrlText.Encode(second)}}"}""";
        return Base64UrlText.Encode(SHA256.HashData(Encoding.ASCII.GetBytes(canonical)));
    }
}
