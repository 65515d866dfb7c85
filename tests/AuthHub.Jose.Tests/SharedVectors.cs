using System.Text.Json;

namespace AuthHub.Jose.Tests;

/// <summary>Vectors that lie beside the repository; tests that need them are skipped where they are missing.</summary>
internal static class SharedVectors
{
    public static JsonElement Read(string name)
    {
        var set = Environment.GetEnvironmentVariable("AUTHHUB_SHARED");
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); set is null && folder is not null; folder = folder.Parent)
        {
            var candidate = Path.Combine(folder.FullName, "shared");
            set = Directory.Exists(Path.Combine(candidate, "vectors")) ? candidate : null;
        }

        var path = set is null ? null : Path.Combine(set, "vectors", name);
        Assert.SkipUnless(File.Exists(path), "The shared vectors are not here.");
        using var document = JsonDocument.Parse(File.ReadAllBytes(path!));
        return document.RootElement.Clone();
    }

    /// <summary>The tests of a Wycheproof file, each with its group.</summary>
    public static IEnumerable<(JsonElement Group, JsonElement Test)> Tests(string file) =>
        from @group in Read(file).GetProperty("testGroups").EnumerateArray()
        from test in @group.GetProperty("tests").EnumerateArray()
        select (@group, test);
}
