using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace AuthHub.Jose;

/// <summary>A public key as others see it (RFC 7517): RSA from 2048 bits or EC on P-256.</summary>
public sealed record JsonWebKey
{
    private const int LongestKid = 128;

    private static readonly string[] PrivateMembers = ["d", "p", "q", "dp", "dq", "qi", "oth", "k"];

    private JsonWebKey(string keyType, byte[] first, byte[] second)
    {
        KeyType = keyType;
        First = first;
        Second = second;
        Thumbprint = ThumbprintOf(keyType, first, second);
    }

    public string KeyType { get; }

    public string? Kid { get; init; }

    public string? Algorithm { get; init; }

    /// <summary>RFC 7638 with SHA-256: a name the key itself determines.</summary>
    public string Thumbprint { get; }

    /// <summary>Modulus, or x.</summary>
    internal byte[] First { get; }

    /// <summary>Public exponent, or y.</summary>
    internal byte[] Second { get; }

    /// <summary>Reads a public key for signatures; null when it is private, weak, malformed or meant for something else.</summary>
    public static JsonWebKey? Read(ReadOnlySpan<byte> utf8) => JsonMembers.ReadObject(utf8) is { } element ? Read(element) : null;

    /// <inheritdoc cref="Read(ReadOnlySpan{byte})"/>
    public static JsonWebKey? Read(JsonElement element)
    {
        // RFC 7517 sections 4.2 to 4.5; a private member in a public place means somebody's secret is out (JOS-16).
        if (element.ValueKind != JsonValueKind.Object || Array.Exists(PrivateMembers, m => element.Has(m)) || !IsForVerifying(element) || (element.Has("kid") && element.Text("kid") is not { Length: > 0 and <= LongestKid }))
        {
            return null;
        }

        var key = element.Text("kty") switch
        {
            "RSA" => ReadRsa(element),
            "EC" => ReadEc(element),
            _ => null,
        };
        var algorithm = element.Text("alg");
        var fits = !element.Has("alg") || (SignatureAlgorithm.Find(algorithm) is { } known && known.KeyType == key?.KeyType);
        return key is null || !fits ? null : key with { Kid = element.Text("kid"), Algorithm = algorithm };
    }

    internal static JsonWebKey Of(RSAParameters rsa) => new("RSA", rsa.Modulus!, rsa.Exponent!);

    internal static JsonWebKey Of(ECParameters ec) => new("EC", ec.Q.X!, ec.Q.Y!);

    /// <summary>Writes the public key with <c>use</c> and, where known, <c>alg</c> and <c>kid</c>.</summary>
    public void WriteTo(Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        writer.WriteString("kty", KeyType);
        writer.WriteString("use", "sig");
        if (Algorithm is not null)
        {
            writer.WriteString("alg", Algorithm);
        }

        if (Kid is not null)
        {
            writer.WriteString("kid", Kid);
        }

        if (KeyType == "EC")
        {
            writer.WriteString("crv", "P-256");
        }

        writer.WriteString(KeyType == "EC" ? "x" : "n", Base64UrlText.Encode(First));
        writer.WriteString(KeyType == "EC" ? "y" : "e", Base64UrlText.Encode(Second));
        writer.WriteEndObject();
    }

    private static bool IsForVerifying(JsonElement element)
    {
        if (element.Has("use") && element.Text("use") != "sig")
        {
            return false;
        }

        return !element.TryGetProperty("key_ops", out var operations)
            || (operations.ValueKind == JsonValueKind.Array && operations.EnumerateArray().All(o => o.ValueKind == JsonValueKind.String && o.ValueEquals("verify")) && operations.GetArrayLength() == 1);
    }

    private static JsonWebKey? ReadRsa(JsonElement element) =>
        Base64UrlText.TryDecode(element.Text("n"), out var n) && Base64UrlText.TryDecode(element.Text("e"), out var e) && RsaStrength.IsEnough(n, e)
            ? new JsonWebKey("RSA", n, e)
            : null;

    private static JsonWebKey? ReadEc(JsonElement element) =>
        element.Text("crv") == "P-256" && Base64UrlText.TryDecode(element.Text("x"), out var x) && Base64UrlText.TryDecode(element.Text("y"), out var y) && x.Length == 32 && y.Length == 32
            ? new JsonWebKey("EC", x, y)
            : null;

    /// <summary>RFC 7638 section 3.2: the required members only, in order of their names, without white space.</summary>
    private static string ThumbprintOf(string keyType, byte[] first, byte[] second)
    {
        var canonical = keyType == "EC"
            ? $$"""{"crv":"P-256","kty":"EC","x":"{{Base64UrlText.Encode(first)}}","y":"{{Base64UrlText.Encode(second)}}"}"""
            : $$"""{"e":"{{Base64UrlText.Encode(second)}}","kty":"RSA","n":"{{Base64UrlText.Encode(first)}}"}""";
        return Base64UrlText.Encode(SHA256.HashData(Encoding.ASCII.GetBytes(canonical)));
    }
}
