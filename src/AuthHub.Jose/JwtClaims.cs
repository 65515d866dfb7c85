using System.Text.Json;

namespace AuthHub.Jose;

/// <summary>The claims of a token whose signature held, with the registered ones strictly typed (RFC 7519 section 4.1).</summary>
public sealed class JwtClaims
{
    /// <summary>The last second of the year 9999.</summary>
    private const long Latest = 253_402_300_799;

    private static readonly string[] Times = ["exp", "nbf", "iat"];

    private static readonly string[] Texts = ["iss", "sub", "jti"];

    private readonly JsonElement _members;

    private JwtClaims(JsonElement members, IReadOnlyList<string> audience)
    {
        _members = members;
        Audience = audience;
    }

    public string? Issuer => Text("iss");

    public string? Subject => Text("sub");

    public string? Id => Text("jti");

    /// <summary>Empty when the claim is missing.</summary>
    public IReadOnlyList<string> Audience { get; }

    public DateTimeOffset? Expires => Time("exp");

    public DateTimeOffset? NotBefore => Time("nbf");

    public DateTimeOffset? IssuedAt => Time("iat");

    /// <summary>Reads a payload; null unless it is one object, each claim once, with registered claims of their right types.</summary>
    public static JwtClaims? Read(ReadOnlySpan<byte> utf8)
    {
        if (JsonMembers.ReadObject(utf8) is not { } members
            || Array.Exists(Times, t => members.TryGetProperty(t, out var value) && !IsTime(value))
            || Array.Exists(Texts, t => members.Has(t) && members.Text(t) is null))
        {
            return null;
        }

        return ReadAudience(members) is { } audience ? new JwtClaims(members, audience) : null;
    }

    /// <summary>Every claim, in the order written; reading a name or text of half a surrogate pair throws.</summary>
    public IEnumerable<JsonProperty> Members => _members.EnumerateObject();

    /// <summary>A string claim; null when missing or of another type.</summary>
    public string? Text(string name) => _members.Text(name);

    /// <summary>Any claim, as it is.</summary>
    public bool TryGet(string name, out JsonElement value) => _members.TryGetProperty(name, out value);

    private static List<string>? ReadAudience(JsonElement members)
    {
        if (!members.TryGetProperty("aud", out var audience))
        {
            return [];
        }

        if (audience.ValueKind == JsonValueKind.String)
        {
            return members.Text("aud") is { } one ? [one] : null;
        }

        if (audience.ValueKind != JsonValueKind.Array || !audience.EnumerateArray().All(a => a.ValueKind == JsonValueKind.String))
        {
            return null;
        }

        try
        {
            return [.. audience.EnumerateArray().Select(a => a.GetString()!)];
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }

    /// <summary>Whole seconds only: what floats, strings and exponents mean differs between readers (JOS-17).</summary>
    private static bool IsTime(JsonElement value) =>
        value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out var seconds) && seconds is >= 0 and <= Latest && !value.GetRawText().AsSpan().ContainsAny('.', 'e', 'E');

    private DateTimeOffset? Time(string name) => _members.TryGetProperty(name, out var value) ? DateTimeOffset.FromUnixTimeSeconds(value.GetInt64()) : null;
}
