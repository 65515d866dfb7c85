using System.Text.Json;

namespace AuthHub.Jose.Tests.Differential;

/// <summary>The members of a JSON object as they are written.</summary>
internal static class JsonElementText
{
    public static List<string> Members(string json) => [.. JsonElement.Parse(json).EnumerateObject().Select(p => $"\"{p.Name}\":{p.Value.GetRawText()}")];
}
