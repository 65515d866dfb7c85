using System.Text.Json;

namespace AuthHub.Demo.Control;

/// <summary>The members of a JSON object, named in any case; collects every fault instead of stopping at the first.</summary>
internal sealed class Members
{
    private readonly Dictionary<string, JsonElement> _members = new(StringComparer.OrdinalIgnoreCase);
    private readonly string _where;
    private readonly List<string> _reasons;
    private readonly HashSet<string> _asked = new(StringComparer.OrdinalIgnoreCase);

    private Members(string where, List<string> reasons) => (_where, _reasons) = (where, reasons);

    /// <param name="element">Should be an object.</param>
    /// <param name="where">Says which, before the name of a member; empty for the body itself.</param>
    /// <param name="reasons">Where faults go.</param>
    public static Members Of(JsonElement element, string where, List<string> reasons)
    {
        var members = new Members(where, reasons);
        if (element.ValueKind != JsonValueKind.Object)
        {
            members.Refuse("must be a JSON object.");
            return members;
        }

        foreach (var (name, value) in Pairs(element))
        {
            if (value.ValueKind != JsonValueKind.Null)
            {
                members._members[name] = value;
            }
        }

        return members;
    }

    public void Refuse(string reason) => _reasons.Add($"{(_where.Length == 0 ? "" : _where + ": ")}{reason}");

    public void Require(bool holds, string reason)
    {
        if (!holds)
        {
            Refuse(reason);
        }
    }

    public void ThrowIfWrong() => ThrowIfAny(_reasons);

    /// <summary>Refuses, by name, the members nobody asked for: a mistyped one would be lost without a word.</summary>
    public void RefuseOthers()
    {
        foreach (var name in _members.Keys.Except(_asked, StringComparer.OrdinalIgnoreCase))
        {
            Refuse($"{(name.Length > 100 ? name[..100] : name)} is not known here; {string.Join(", ", _asked)} are.");
        }
    }

    public static void ThrowIfAny(List<string> reasons)
    {
        if (reasons.Count > 0)
        {
            throw new Refusal(StatusCodes.Status400BadRequest, [.. reasons.Take(100)]);
        }
    }

    public string? Text(string name, int longest = 4096)
    {
        if (!TryGet(name, out var value))
        {
            return null;
        }

        var text = TextOf(value);
        Require(text is not null && text.Length <= longest && !text.Contains('\0', StringComparison.Ordinal), $"{name} must be a text of at most {longest} characters.");
        return text;
    }

    /// <summary>An array of texts; one text alone counts as an array of one.</summary>
    public List<string> Texts(string name, int longest)
    {
        if (!TryGet(name, out var value))
        {
            return [];
        }

        var texts = (value.ValueKind == JsonValueKind.Array ? [.. value.EnumerateArray()] : new[] { value }).Select(TextOf).ToList();
        Require(texts.TrueForAll(text => text is { Length: > 0 } && text.Length <= longest && !text.Contains('\0', StringComparison.Ordinal)), $"{name} must be an array of texts of at most {longest} characters.");
        return [.. texts.OfType<string>().Distinct(StringComparer.Ordinal)];
    }

    public IEnumerable<Members> Objects(string name)
    {
        if (!TryGet(name, out var value))
        {
            return [];
        }

        if (value.ValueKind is not (JsonValueKind.Array or JsonValueKind.Object))
        {
            Refuse($"{name} must be an array of objects.");
            return [];
        }

        return (value.ValueKind == JsonValueKind.Array ? [.. value.EnumerateArray()] : new[] { value })
            .Select((one, index) => Of(one, $"{(_where.Length == 0 ? "" : _where + ".")}{name}[{index}]", _reasons));
    }

    private bool TryGet(string name, out JsonElement value)
    {
        _asked.Add(name);
        return _members.TryGetValue(name, out value);
    }

    /// <summary>Names and values; a name that is no Unicode text is left out.</summary>
    private static IEnumerable<(string Name, JsonElement Value)> Pairs(JsonElement element)
    {
        foreach (var property in element.EnumerateObject())
        {
            string name;
            try
            {
                name = property.Name;
            }
            catch (InvalidOperationException)
            {
                continue;
            }

            yield return (name, property.Value);
        }
    }

    private static string? TextOf(JsonElement value)
    {
        try
        {
            return value.ValueKind == JsonValueKind.String ? value.GetString() : null;
        }
        catch (InvalidOperationException)
        {
            // Half a surrogate pair.
            return null;
        }
    }
}
