using System.Globalization;
using System.Text.Json;
using AuthHub.OpenId.Subjects;

namespace AuthHub.OpenId.Tokens;

/// <summary>The claims asked for one by one for one place, each with the values that would do (OpenID Connect Core section 5.5.1).</summary>
public sealed class RequestedClaims
{
    private const int MostClaims = 64;

    private readonly Dictionary<string, Wish> _wishes;

    private RequestedClaims(Dictionary<string, Wish> wishes) => _wishes = wishes;

    public static RequestedClaims None { get; } = new([]);

    public IReadOnlyCollection<string> Names => _wishes.Keys;

    /// <summary>Those this person has with a value that was asked for, and those of which no value was named; the others are left out.</summary>
    public IReadOnlySet<string> Fitting(Subject subject) =>
        _wishes.Where(wish => wish.Value.Values.Count == 0 || (subject.Claims.TryGetValue(wish.Key, out var value) && wish.Value.Values.Exists(asked => Fits(asked, value))))
            .Select(wish => wish.Key).ToHashSet(StringComparer.Ordinal);

    public bool IsEssential(string claim) => _wishes.TryGetValue(claim, out var wish) && wish.Essential;

    /// <summary>The values asked for, where they have to be texts; null when one is not, or could not be anybody's.</summary>
    internal List<string>? Texts(string claim)
    {
        var values = _wishes.TryGetValue(claim, out var wish) ? wish.Values : [];
        return values.TrueForAll(v => v.ValueKind == JsonValueKind.String && !v.GetString()!.Any(char.IsControl)) ? values.ConvertAll(v => v.GetString()!) : null;
    }

    /// <summary>The member of the parameter; null when it is malformed. Throws what half a surrogate pair makes the reader throw.</summary>
    internal static RequestedClaims? Read(JsonElement root, string member)
    {
        if (!root.TryGetProperty(member, out var claims) || claims.ValueKind == JsonValueKind.Null)
        {
            return None;
        }

        if (claims.ValueKind != JsonValueKind.Object || claims.GetPropertyCount() > MostClaims)
        {
            return null;
        }

        var wishes = new Dictionary<string, Wish>(StringComparer.Ordinal);
        foreach (var claim in claims.EnumerateObject())
        {
            if (Read(claim.Value) is not { } wish)
            {
                return null;
            }

            wishes.Add(claim.Name, wish);
        }

        return new RequestedClaims(wishes);
    }

    private static Wish? Read(JsonElement wish)
    {
        if (wish.ValueKind == JsonValueKind.Null)
        {
            return new Wish(false, []);
        }

        if (wish.ValueKind != JsonValueKind.Object)
        {
            return null;
        }

        List<JsonElement> values = wish.TryGetProperty("value", out var one) ? [one] : [];
        if (wish.TryGetProperty("values", out var several))
        {
            if (several.ValueKind != JsonValueKind.Array)
            {
                return null;
            }

            values.AddRange(several.EnumerateArray());
        }

        // Reading each text once here means that none can throw later.
        _ = values.Count(v => v.ValueKind == JsonValueKind.String && v.GetString() is null);
        return new Wish(wish.TryGetProperty("essential", out var essential) && essential.ValueKind == JsonValueKind.True, values);
    }

    /// <summary>A claim of several values fits by one of them; what has members of its own is not compared.</summary>
    private static bool Fits(JsonElement asked, object value) => value switch
    {
        string text => asked.ValueKind == JsonValueKind.String && asked.ValueEquals(text),
        bool yes => asked.ValueKind == (yes ? JsonValueKind.True : JsonValueKind.False),
        int or long => asked.ValueKind == JsonValueKind.Number && asked.TryGetInt64(out var number) && number == Convert.ToInt64(value, CultureInfo.InvariantCulture),
        IEnumerable<string> texts => asked.ValueKind == JsonValueKind.String && texts.Any(text => asked.ValueEquals(text)),
        _ => true,
    };

    private sealed record Wish(bool Essential, List<JsonElement> Values);
}
