using System.Text.Json;

namespace AuthHub.OpenId.Tests.Hosting;

/// <summary>Vectors that lie beside the repository; tests that need them are skipped where they are missing.</summary>
internal static class SharedVectors
{
    public static List<(string[] Registered, string Candidate, bool Accept)> RedirectCases(string stage)
    {
        using var document = JsonDocument.Parse(File.ReadAllText(PathOf("own/redirect-uri-cases.json")));
        return [.. document.RootElement.GetProperty("cases").EnumerateArray().Where(c => c.GetProperty("stage").GetString() == stage).Select(c =>
            (c.GetProperty("registered").EnumerateArray().Select(r => r.GetString()!).ToArray(), c.GetProperty("candidate").GetString()!, c.GetProperty("accept").GetBoolean()))];
    }

    /// <summary>The lines of a list of addresses; those that begin with a hash are remarks.</summary>
    public static List<string> Lines(string name) => [.. File.ReadAllLines(PathOf("urls/" + name)).Where(line => line.Length > 0 && !line.StartsWith('#'))];

    /// <summary>The given string members of all objects of a list.</summary>
    public static List<string> Texts(string name, params string[] members)
    {
        using var document = JsonDocument.Parse(File.ReadAllText(PathOf("urls/" + name)));
        return
        [
            .. from one in document.RootElement.EnumerateArray()
               where one.ValueKind == JsonValueKind.Object
               from member in members
               where one.TryGetProperty(member, out var value) && value.ValueKind == JsonValueKind.String
               select Text(one.GetProperty(member)),
        ];
    }

    /// <summary>A lone surrogate cannot be read as text; it is told by its escape then.</summary>
    private static string Text(JsonElement element)
    {
        try
        {
            return element.GetString()!;
        }
        catch (InvalidOperationException)
        {
            return element.GetRawText().Trim('"');
        }
    }

    private static string PathOf(string name)
    {
        var set = Environment.GetEnvironmentVariable("AUTHHUB_SHARED");
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); set is null && folder is not null; folder = folder.Parent)
        {
            var candidate = Path.Combine(folder.FullName, "shared");
            set = Directory.Exists(Path.Combine(candidate, "vectors")) ? candidate : null;
        }

        var path = set is null ? null : Path.Combine(set, "vectors", name);
        Assert.SkipUnless(File.Exists(path), "The shared vectors are not here.");
        return path!;
    }
}
