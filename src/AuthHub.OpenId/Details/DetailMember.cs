using System.Globalization;
using System.Text.Json;

namespace AuthHub.OpenId.Details;

/// <summary>One member that authorization details of a type may have.</summary>
public sealed class DetailMember
{
    private const int MostItems = 20;

    public string Name { get; set; } = "";

    public DetailKind Kind { get; set; }

    public bool Required { get; set; }

    /// <summary>The only texts that will do; empty for any.</summary>
    public IList<string> Values { get; } = [];

    /// <summary>The longest text, in characters.</summary>
    public int Longest { get; set; } = 200;

    /// <summary>For objects: what they may hold.</summary>
    public IList<DetailMember> Members { get; } = [];

    /// <summary>Whether an object has every required member and none that is not among these. Throws what half a surrogate pair makes the reader throw.</summary>
    public static bool Fit(IEnumerable<DetailMember> members, JsonElement value, string? beside = null) =>
        value.ValueKind == JsonValueKind.Object
        && members.All(member => value.TryGetProperty(member.Name, out var own) ? member.Fits(own) : !member.Required)
        && value.EnumerateObject().All(property => property.Name == beside || members.Any(member => member.Name == property.Name));

    private bool Fits(JsonElement value) => Kind switch
    {
        DetailKind.Text => IsText(value),
        DetailKind.Number => value.ValueKind == JsonValueKind.Number,
        DetailKind.Flag => value.ValueKind is JsonValueKind.True or JsonValueKind.False,
        DetailKind.Texts => IsList(value) && value.EnumerateArray().All(IsText),
        DetailKind.Object => Fit(Members, value),
        DetailKind.Objects => IsList(value) && value.EnumerateArray().All(one => Fit(Members, one)),
        _ => false,
    };

    private static bool IsList(JsonElement value) => value.ValueKind == JsonValueKind.Array && value.GetArrayLength() is > 0 and <= MostItems;

    private bool IsText(JsonElement value) =>
        value.ValueKind == JsonValueKind.String && value.GetString() is { Length: > 0 } text && text.Length <= Longest
        && (Values.Count == 0 || Values.Contains(text)) && !text.Any(IsInvisible);

    /// <summary>People read these texts before they say yes: nothing may turn or hide what stands beside it (attack CON-12).</summary>
    private static bool IsInvisible(char letter) =>
        char.GetUnicodeCategory(letter) is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator;
}
