using System.Text.Json;

namespace AuthHub.Methods.Tests.Shared;

/// <summary>Published vectors that lie beside the repository; tests are skipped where they are missing.</summary>
internal static class Vectors
{
    public static string? Folder { get; } = Find();

    public static string Path(string name)
    {
        var path = Folder is null ? null : System.IO.Path.Combine(Folder, name);
        Assert.SkipWhen(path is null || !File.Exists(path), $"../shared/vectors/{name} is not here.");
        return path!;
    }

    public static JsonElement Json(string name) => JsonDocument.Parse(File.ReadAllBytes(Path(name))).RootElement;

    private static string? Find()
    {
        if (Environment.GetEnvironmentVariable("AUTHHUB_SHARED") is { Length: > 0 } named)
        {
            return System.IO.Path.Combine(named, "vectors");
        }

        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var vectors = System.IO.Path.Combine(folder.FullName, "shared", "vectors");
            if (Directory.Exists(vectors))
            {
                return vectors;
            }
        }

        return null;
    }
}
