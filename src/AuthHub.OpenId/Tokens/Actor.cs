using System.Text.Json;
using AuthHub.Jose;

namespace AuthHub.OpenId.Tokens;

/// <summary>Who acts for the subject of a token, and who did before (RFC 8693 section 4.1, <c>act</c>): the present one outside, the first one innermost.</summary>
/// <param name="Subject">The <c>sub</c> of the party that acts.</param>
/// <param name="Before">Who acted before; null for the first.</param>
public sealed record Actor(string Subject, Actor? Before)
{
    /// <summary>A longer chain is refused: nobody answers for it any more.</summary>
    public const int Most = 4;

    private const string Claim = "act";

    public int Depth => 1 + (Before?.Depth ?? 0);

    /// <summary>The chain in one of our own tokens; null where nobody acts.</summary>
    public static Actor? Of(JwtClaims claims) => claims.TryGet(Claim, out var act) ? Read(act, Most) : null;

    public void WriteTo(Utf8JsonWriter writer)
    {
        writer.WriteStartObject(Claim);
        writer.WriteString("sub", Subject);
        Before?.WriteTo(writer);
        writer.WriteEndObject();
    }

    private static Actor? Read(JsonElement act, int most) =>
        most > 0 && act.ValueKind == JsonValueKind.Object && act.TryGetProperty("sub", out var subject) && subject.GetString() is { } text
            ? new Actor(text, act.TryGetProperty(Claim, out var before) ? Read(before, most - 1) : null)
            : null;
}
