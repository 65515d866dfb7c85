using System.Text.Json;

namespace Helpdesk.SignIn;

/// <summary>Reads JSON of a stranger: nothing twice, nothing deep, and a wrong type is the same as nothing.</summary>
internal static class Json
{
    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false, MaxDepth = 16 };

    /// <summary>The object in these bytes.</summary>
    /// <exception cref="SignInException">It is not one JSON object.</exception>
    public static JsonElement ReadObject(ReadOnlyMemory<byte> bytes)
    {
        try
        {
            using var document = JsonDocument.Parse(bytes, Strict);
            return document.RootElement.ValueKind == JsonValueKind.Object
                ? document.RootElement.Clone()
                : throw new SignInException(SignInProblem.BadAnswer, "The JSON is not an object.");
        }
        catch (JsonException broken)
        {
            throw new SignInException(SignInProblem.BadAnswer, "The JSON cannot be read.", broken);
        }
    }

    public static string? Text(this JsonElement json, string name) =>
        json.TryGetProperty(name, out var value) ? Text(value) : null;

    public static string? Text(JsonElement value)
    {
        try
        {
            return value.ValueKind == JsonValueKind.String ? value.GetString() : null;
        }
        catch (InvalidOperationException)
        {
            // Half of a surrogate pair is no text.
            return null;
        }
    }

    /// <summary>One text or a list of texts, as <c>aud</c> and <c>roles</c> come; null when anything else is in it.</summary>
    public static IReadOnlyList<string>? Texts(this JsonElement json, string name)
    {
        if (!json.TryGetProperty(name, out var value))
        {
            return null;
        }

        var found = value.ValueKind == JsonValueKind.Array ? value.EnumerateArray().Select(Text).ToList() : [Text(value)];
        return found.Contains(null) ? null : found.ConvertAll(text => text!);
    }

    /// <summary>A time in seconds since 1970 (RFC 7519 section 2, NumericDate).</summary>
    public static double? Seconds(this JsonElement json, string name) =>
        json.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number && value.TryGetDouble(out var seconds)
            && double.IsFinite(seconds) ? seconds : null;

    public static bool IsTrue(this JsonElement json, string name) =>
        json.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.True;
}
