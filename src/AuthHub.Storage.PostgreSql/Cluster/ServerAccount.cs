using System.ComponentModel;
using System.Diagnostics;

namespace AuthHub.Storage.PostgreSql.Cluster;

/// <summary>The operating-system user the server runs as: PostgreSQL refuses root, so root hands it to <c>postgres</c>; anybody else runs it as oneself.</summary>
internal sealed class ServerAccount
{
    private ServerAccount(string? name) => Name = name;

    public static ServerAccount Current { get; } = new(Environment.IsPrivilegedProcess ? "postgres" : null);

    /// <summary>Null for oneself.</summary>
    public string? Name { get; }

    /// <summary>Makes a folder that only this account can use.</summary>
    public async Task MakeFolderAsync(string path, CancellationToken cancellationToken)
    {
        string[] owner = Name is null ? [] : ["-o", Name];
        await new ServerAccount(null).RunAsync("install", ["-d", "-m", "0700", .. owner, path], cancellationToken);
    }

    /// <summary>Runs a program to its end; its complaint becomes a <see cref="ClusterException"/>.</summary>
    public async Task RunAsync(string program, IReadOnlyList<string> arguments, CancellationToken cancellationToken)
    {
        using var process = Start(program, arguments, redirect: true);
        var complaint = process.StandardError.ReadToEndAsync(cancellationToken);
        var output = process.StandardOutput.ReadToEndAsync(cancellationToken);
        await process.WaitForExitAsync(cancellationToken);
        if (process.ExitCode != 0)
        {
            throw new ClusterException($"{Path.GetFileName(program)} failed: {(await complaint + await output).Trim()}");
        }
    }

    public Process Start(string program, IReadOnlyList<string> arguments, bool redirect)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = "/",
            RedirectStandardOutput = redirect,
            RedirectStandardError = redirect,
            UserName = Name,
        };

        // Settings meant for other PostgreSQL programs must not leak into this cluster.
        foreach (var name in start.Environment.Keys.Where(k => k.StartsWith("PG", StringComparison.Ordinal)).ToList())
        {
            start.Environment.Remove(name);
        }

        start.Environment["LC_ALL"] = "C.UTF-8";
        try
        {
            return Process.Start(start)!;
        }
        catch (Win32Exception failure)
        {
            throw new ClusterException(
                Name is null
                    ? $"{program} cannot be run: {failure.Message}"
                    : $"{program} cannot be run as user {Name} (is the PostgreSQL server installed?): {failure.Message}",
                failure);
        }
    }
}
