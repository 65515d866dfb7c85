using System.Text.Json;
using System.Text.Unicode;

namespace AuthHub.Jose;

/// <summary>Strict reading of JSON objects: UTF-8, each member once, shallow (RFC 8725 section 3.7, RFC 7515 section 4).</summary>
internal static class JsonMembers
{
    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false, MaxDepth = 16 };

    public static JsonElement? ReadObject(ReadOnlySpan<byte> utf8)
    {
        // The parser looks into strings only when they are read; those nobody reads must be UTF-8 too (RFC 8725 section 3.7).
        if (!Utf8.IsValid(utf8))
        {
            return null;
        }

        try
        {
            var element = JsonElement.Parse(utf8, Strict);
            return element.ValueKind == JsonValueKind.Object ? element : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>A string member; null when missing or of another type.</summary>
    public static string? Text(this JsonElement element, string name)
    {
        try
        {
            return element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
        }
        catch (InvalidOperationException)
        {
            // A string of invalid UTF-8 or a lone surrogate.
            return null;
        }
    }

    public static bool Has(this JsonElement element, string name) => element.TryGetProperty(name, out _);
}
