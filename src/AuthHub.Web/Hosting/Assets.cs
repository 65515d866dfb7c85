using System.Collections.Frozen;
using System.Reflection;
using System.Security.Cryptography;
using AuthHub.Methods;
using Microsoft.Net.Http.Headers;

namespace AuthHub.Web.Hosting;

/// <summary>Serves styles, scripts and icons out of the assemblies, each with its hash as entity tag.</summary>
internal static class Assets
{
    private const string Prefix = "assets/";

    private static readonly Dictionary<string, string> ContentTypes = new(StringComparer.Ordinal)
    {
        [".css"] = "text/css; charset=utf-8",
        [".js"] = "text/javascript; charset=utf-8",
        [".svg"] = "image/svg+xml",
    };

    private static readonly FrozenDictionary<string, Asset> All =
        new[] { typeof(Assets).Assembly, typeof(MethodServices).Assembly }.SelectMany(Read).ToFrozenDictionary(asset => asset.Name, StringComparer.Ordinal);

    public static void MapAssets(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/assets/{name}", (string name) => All.TryGetValue(name, out var asset)
            ? Results.Bytes(asset.Bytes, asset.ContentType, entityTag: asset.Tag)
            : Results.NotFound());

    private static IEnumerable<Asset> Read(Assembly assembly) =>
        assembly.GetManifestResourceNames().Where(name => name.StartsWith(Prefix, StringComparison.Ordinal)).Select(name =>
        {
            using var stream = assembly.GetManifestResourceStream(name)!;
            var bytes = new byte[stream.Length];
            stream.ReadExactly(bytes);
            var tag = new EntityTagHeaderValue($"\"{Convert.ToHexString(SHA256.HashData(bytes).AsSpan(0, 8))}\"");
            return new Asset(name[Prefix.Length..], bytes, ContentTypes[Path.GetExtension(name)], tag);
        });

    private sealed record Asset(string Name, byte[] Bytes, string ContentType, EntityTagHeaderValue Tag);
}
