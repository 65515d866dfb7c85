using System.Reflection;
using System.Security.Cryptography;
using Microsoft.Extensions.FileProviders;

namespace Helpdesk.Hosting;

/// <summary>The style sheet and the icon, served from inside the assembly.</summary>
internal static class Assets
{
    /// <summary>Marks an answer that may be kept by the browser.</summary>
    public static readonly object Served = new();

    private static readonly EmbeddedFileProvider Files = new(Assembly.GetExecutingAssembly(), "Helpdesk.wwwroot");

    /// <summary>The style sheet's address; it changes with the content, so browsers may keep it for long.</summary>
    public static string StyleSheet { get; } = "/helpdesk.css?v=" + Fingerprint("helpdesk.css");

    public static StaticFileOptions Options { get; } = new()
    {
        FileProvider = Files,
        OnPrepareResponse = answer =>
        {
            answer.Context.Items[Served] = Served;
            answer.Context.Response.Headers.CacheControl = "public, max-age=86400";
        },
    };

    private static string Fingerprint(string file)
    {
        using var content = Files.GetFileInfo(file).CreateReadStream();
        return Convert.ToHexStringLower(SHA256.HashData(content))[..12];
    }
}
