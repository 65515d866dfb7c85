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
