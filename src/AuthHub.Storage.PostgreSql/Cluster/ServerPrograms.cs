using System.Globalization;

namespace AuthHub.Storage.PostgreSql.Cluster;

/// <summary>Finds the PostgreSQL server programs of this machine.</summary>
internal static class ServerPrograms
{
    private const string Packages = "/usr/lib/postgresql";

    /// <summary>The folder with <c>initdb</c> and <c>postgres</c>: of the version that made <paramref name="data"/>, else the newest.</summary>
    public static string Find(string data)
    {
        var versionFile = Path.Combine(data, "PG_VERSION");
        var made = File.Exists(versionFile) ? File.ReadAllText(versionFile).Trim() : null;
        if (made is not null && IsComplete(Path.Combine(Packages, made, "bin")))
        {
            return Path.Combine(Packages, made, "bin");
        }

        var packaged = Directory.Exists(Packages) ? Directory.GetDirectories(Packages) : [];
        var folders = packaged
            .OrderByDescending(folder => double.TryParse(Path.GetFileName(folder), CultureInfo.InvariantCulture, out var version) ? version : 0)
            .Select(folder => Path.Combine(folder, "bin"))
            .Concat((Environment.GetEnvironmentVariable("PATH") ?? "").Split(':', StringSplitOptions.RemoveEmptyEntries));
        return folders.FirstOrDefault(IsComplete) ?? throw new ClusterException(
            "No PostgreSQL server was found on this machine: install the package postgresql, or set ConnectionStrings:AuthHub to a server elsewhere.");
    }

    private static bool IsComplete(string folder) =>
        File.Exists(Path.Combine(folder, "initdb")) && File.Exists(Path.Combine(folder, "postgres")) && File.Exists(Path.Combine(folder, "pg_ctl"));
}
