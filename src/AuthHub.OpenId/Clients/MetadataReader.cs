using System.Text.Json;

namespace AuthHub.OpenId.Clients;

/// <summary>Reads members of client metadata and collects every fault instead of stopping at the first; members of some names it does not see.</summary>
internal sealed class MetadataReader(JsonElement metadata, IReadOnlySet<string> unseen)
{
    private readonly List<string> _reasons = [];

    public IReadOnlyList<string> Reasons => _reasons;

    public bool IsObject => metadata.ValueKind == JsonValueKind.Object;

    /// <summary>RFC 7591 section 3.2.2 has an error of its own for these.</summary>
    public bool RedirectUrisAtFault { get; set; }

    public void Refuse(string reason) => _reasons.Add(reason);

    public void Require(bool holds, string reason)
    {
        if (!holds)
        {
            Refuse(reason);
        }
    }

    public string? Text(string name, int longest)
    {
        if (!TryGet(name, out var value))
        {
            return null;
        }

        if (TextOf(value) is { Length: > 0 } text && text.Length <= longest)
        {
            return text;
        }

        Refuse($"{name} must be a text of 1 to {longest} characters without control characters.");
        return null;
    }

    public bool Flag(string name, bool otherwise)
    {
        if (!TryGet(name, out var value))
        {
            return otherwise;
        }

        Require(value.ValueKind is JsonValueKind.True or JsonValueKind.False, $"{name} must be true or false.");
        return value.ValueKind == JsonValueKind.True;
    }

    public long? Number(string name, long most)
    {
        if (!TryGet(name, out var value))
        {
            return null;
        }

        if (value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out var number) && number >= 0 && number <= most)
        {
            return number;
        }

        Refuse($"{name} must be a whole number from 0 to {most}.");
        return null;
    }

    public List<string> Texts(string name, int most)
    {
        if (!TryGet(name, out var value))
        {
            return [];
        }

        if (value.ValueKind == JsonValueKind.Array && value.GetArrayLength() <= most)
        {
            var texts = value.EnumerateArray().Select(TextOf).ToList();
            if (!texts.Contains(null))
            {
                return [.. texts.OfType<string>().Distinct(StringComparer.Ordinal)];
            }
        }

        Refuse($"{name} must be an array of at most {most} texts.");
        return [];
    }

    public JsonElement? Object(string name)
    {
        if (!TryGet(name, out var value))
        {
            return null;
        }

        if (value.ValueKind == JsonValueKind.Object)
        {
            return value.Clone();
        }

        Refuse($"{name} must be an object.");
        return null;
    }

    public string OneOf(string name, IReadOnlyList<string> offered, string otherwise)
    {
        var text = Text(name, 64);
        Require(text is null || offered.Contains(text), $"{name} must be one of: {string.Join(", ", offered)}.");
        return text ?? otherwise;
    }

    public List<string> SomeOf(string name, IReadOnlyList<string> offered, List<string> otherwise)
    {
        var texts = Texts(name, 20);
        Require(texts.TrueForAll(offered.Contains), $"{name} may hold: {string.Join(", ", offered)}.");
        return texts.Count > 0 ? texts : otherwise;
    }

    /// <summary>An address to show or link: http or https, nothing that a browser would run.</summary>
    public string? WebAddress(string name)
    {
        var text = Text(name, 2000);
        Require(text is null || (Uri.TryCreate(text, UriKind.Absolute, out var uri) && uri.Scheme is ("https" or "http")), $"{name} must be an http(s) address.");
        return text;
    }

    private static string? TextOf(JsonElement value)
    {
        if (value.ValueKind != JsonValueKind.String)
        {
            return null;
        }

        try
        {
            var text = value.GetString()!;
            return text.Any(char.IsControl) ? null : text;
        }
        catch (InvalidOperationException)
        {
            // A lone surrogate.
            return null;
        }
    }

    private bool TryGet(string name, out JsonElement value)
    {
        value = default;
        return !unseen.Contains(name) && metadata.TryGetProperty(name, out value) && value.ValueKind != JsonValueKind.Null;
    }
}
