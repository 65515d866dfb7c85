using System.Security.Cryptography;
using System.Text;

namespace AuthHub.Storage.PostgreSql.Cluster;

/// <summary>Where a cluster lives.</summary>
/// <param name="Root">Holds the rest.</param>
/// <param name="Moved">Whether the root had to be elsewhere than asked.</param>
internal sealed record ClusterFolders(string Root, bool Moved)
{
    /// <summary>The server's data directory.</summary>
    public string Data => Path.Combine(Root, "postgres");

    /// <summary>The data directory while it is being made.</summary>
    public string Unfinished => Path.Combine(Root, "postgres.unfinished");

    /// <summary>Locked by the process that owns the server.</summary>
    public string Lock => Path.Combine(Root, "owner.lock");

    public string Log => Path.Combine(Data, "server.log");

    /// <summary>Whether a server has opened its socket; to connect before that costs an exception each time.</summary>
    public bool HasSocket => File.Exists(Path.Combine(Sockets, ".s.PGSQL.5432"));

    /// <summary>Holds the socket. Short, because the path of a socket may have 107 characters at most; /run is root's own.</summary>
    public string Sockets => $"{(Environment.IsPrivilegedProcess ? "/run" : "/tmp")}/authhub-{Hash(Root, 8)}";

    public static ClusterFolders Make(string asked)
    {
        var root = Path.GetFullPath(asked);
        MakeTraversable(root);
        if (IsReachable(root))
        {
            return new ClusterFolders(root, Moved: false);
        }

        root = $"/var/lib/authhub/{Path.GetFileName(root)}-{Hash(root, 4)}";
        MakeTraversable(root);
        return IsReachable(root)
            ? new ClusterFolders(root, Moved: true)
            : throw new ClusterException($"User postgres can enter neither {asked} nor {root}: set Storage:DataFolder to a folder that others may pass through.");
    }

    /// <summary>Makes the folder of the socket and sees to it that it is nobody else's.</summary>
    public async Task MakeSocketsAsync(CancellationToken cancellationToken)
    {
        if (new DirectoryInfo(Sockets).LinkTarget is not null)
        {
            throw new ClusterException($"{Sockets} is a link somebody put there: remove it.");
        }

        // Sets owner and mode of an existing folder too, which fails on a stranger's.
        await ServerAccount.Current.MakeFolderAsync(Sockets, cancellationToken);
    }

    private static void MakeTraversable(string root)
    {
        if (Directory.Exists(root))
        {
            return;
        }

        try
        {
            Directory.CreateDirectory(root);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new ClusterException($"The data folder {root} cannot be made (Storage:DataFolder): {failure.Message}", failure);
        }

        if (!OperatingSystem.IsWindows())
        {
            // The server's account passes through, nobody looks inside.
            const UnixFileMode Owner = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
            File.SetUnixFileMode(root, Environment.IsPrivilegedProcess ? Owner | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute : Owner);
        }
    }

    private static bool IsReachable(string root)
    {
        using var test = ServerAccount.Current.Start("/bin/sh", ["-c", "cd \"$0\"", root], redirect: true);
        test.WaitForExit();
        return test.ExitCode == 0;
    }

    private static string Hash(string text, int bytes) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)).AsSpan(0, bytes));
}
