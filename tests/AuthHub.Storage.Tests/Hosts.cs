using System.Diagnostics;
using System.Runtime.Versioning;
using AuthHub.Storage.PostgreSql;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

[assembly: SupportedOSPlatform("linux")]

namespace AuthHub.Storage.Tests;

/// <summary>The storage as a host sets it up.</summary>
internal static class Hosts
{
    public const string MasterKey = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=";

    /// <summary>A folder whose files another user may reach, as the server's account must.</summary>
    public static DirectoryInfo TemporaryFolder()
    {
        var folder = Directory.CreateTempSubdirectory("authhub-");
        File.SetUnixFileMode(folder.FullName, folder.UnixFileMode | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute);
        return folder;
    }

    /// <summary>kill -9.</summary>
    public static void Kill(int pid)
    {
        using var process = Process.GetProcessById(pid);
        process.Kill();
        process.WaitForExit();
    }

    public static IServiceCollection Services(string connectionString, TimeProvider clock, params (string Key, string? Value)[] settings)
    {
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection([new("ConnectionStrings:AuthHub", connectionString), new("Storage:MasterKey", MasterKey)])
            .AddInMemoryCollection(settings.Select(s => new KeyValuePair<string, string?>(s.Key, s.Value)))
            .Build();
        return new ServiceCollection()
            .AddLogging()
            .AddSingleton<IConfiguration>(configuration)
            .AddSingleton(clock)
            .AddSignInStores()
            .AddOpenIdStores()
            .AddPostgreSql(configuration);
    }
}
