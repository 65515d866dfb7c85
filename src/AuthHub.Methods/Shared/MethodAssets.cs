namespace AuthHub.Methods.Shared;

/// <summary>The scripts of methods, kept in their folders and served by the host under <c>/assets/</c>.</summary>
public static class MethodAssets
{
    private const string Prefix = "assets/";

    /// <summary>File names such as <c>webauthn.js</c>.</summary>
    public static IReadOnlyList<string> Names { get; } =
        [.. typeof(MethodAssets).Assembly.GetManifestResourceNames().Where(name => name.StartsWith(Prefix, StringComparison.Ordinal)).Select(name => name[Prefix.Length..])];

    /// <summary>The script's bytes; null when there is none of that name.</summary>
    public static Stream? Open(string name) => typeof(MethodAssets).Assembly.GetManifestResourceStream(Prefix + name);
}
