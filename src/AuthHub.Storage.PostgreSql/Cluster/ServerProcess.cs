using System.Diagnostics;
using Npgsql;

namespace AuthHub.Storage.PostgreSql.Cluster;

/// <summary>The server of a cluster: made, started, adopted, stopped.</summary>
internal sealed class ServerProcess(ClusterFolders folders, string connectionString, bool durable)
{
    /// <summary>The name of the superuser inside the cluster, reached only through the socket by whom pg_ident.conf names.</summary>
    public const string Role = "authhub";

    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan _leftoverPatience = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan _pause = TimeSpan.FromMilliseconds(25);

    private static readonly string[] _settings =
    [
        "listen_addresses=", "unix_socket_permissions=0777", "shared_buffers=32MB", "max_connections=100",
        "jit=off", "timezone=UTC", "log_timezone=UTC", "lc_messages=C", "cluster_name=authhub",
    ];

    private readonly string _programs = ServerPrograms.Find(folders.Data);

    /// <summary>Makes the data directory where there is none yet; a half-made one of a killed process is made anew.</summary>
    public async Task MakeAsync(CancellationToken cancellationToken)
    {
        if (!Directory.Exists(folders.Data))
        {
            if (Directory.Exists(folders.Unfinished))
            {
                Directory.Delete(folders.Unfinished, recursive: true);
            }

            await ServerAccount.Current.MakeFolderAsync(folders.Unfinished, cancellationToken);
            await ServerAccount.Current.RunAsync(
                Path.Combine(_programs, "initdb"),
                ["-D", folders.Unfinished, "-U", Role, "-E", "UTF8", "--locale=C.UTF-8", "-k", "--auth=peer", .. durable ? Array.Empty<string>() : ["--no-sync"]],
                cancellationToken);
            Directory.Move(folders.Unfinished, folders.Data);
        }

        // The socket is the only way in, and only this account and root may come through it.
        await File.WriteAllTextAsync(Path.Combine(folders.Data, "pg_hba.conf"), $"local all {Role} peer map=authhub\n", cancellationToken);
        var people = new[] { "root", Environment.UserName }.Distinct();
        await File.WriteAllTextAsync(
            Path.Combine(folders.Data, "pg_ident.conf"),
            string.Concat(people.Select(name => $"authhub \"{name}\" {Role}\n")),
            cancellationToken);
    }

    /// <summary>The running server: one that outlived its owner if it answers, else a new one.</summary>
    public async Task<Process> AdoptOrStartAsync(CancellationToken cancellationToken)
    {
        await folders.MakeSocketsAsync(cancellationToken);
        if (FindRunning() is { } running)
        {
            if (await AnswersAsync(running, _leftoverPatience, cancellationToken))
            {
                return running;
            }

            await StopAsync(cancellationToken);
        }

        // What a killed server leaves behind (its pid file, its shared memory) is in the way for a moment.
        for (var started = Stopwatch.StartNew(); ; await Task.Delay(_pause * 10, cancellationToken))
        {
            var logged = PrepareLog();
            var server = Start();
            if (await AnswersAsync(server, _patience, cancellationToken))
            {
                return server;
            }

            var complaint = await ReadLogAsync(logged, cancellationToken);
            var inTheWay = complaint.Contains("postmaster.pid", StringComparison.Ordinal) || complaint.Contains("still in use", StringComparison.Ordinal);
            if (!inTheWay || started.Elapsed > _leftoverPatience)
            {
                throw new ClusterException($"PostgreSQL did not start: {complaint}");
            }
        }
    }

    /// <summary>Waits for the first answer; false when there is none in time or the process ended.</summary>
    public async Task<bool> AnswersAsync(Process? server, TimeSpan patience, CancellationToken cancellationToken)
    {
        for (var waited = Stopwatch.StartNew(); waited.Elapsed < patience && server is not { HasExited: true }; await Task.Delay(_pause, cancellationToken))
        {
            if (!folders.HasSocket)
            {
                continue;
            }

            try
            {
                await using var connection = new NpgsqlConnection(connectionString);
                await connection.OpenAsync(cancellationToken);
                return true;
            }
            catch (NpgsqlException)
            {
                // Nobody behind the socket yet, or the server is still replaying its log.
            }
        }

        return false;
    }

    /// <summary>Lets clients go, writes everything out and ends.</summary>
    public Task StopAsync(CancellationToken cancellationToken) =>
        ServerAccount.Current.RunAsync(Path.Combine(_programs, "pg_ctl"), ["-D", folders.Data, "-m", "fast", "-w", "-t", "30", "stop"], cancellationToken);

    /// <summary>Ends a server whose owner was killed, if there is one.</summary>
    public async Task StopLeftoverAsync(CancellationToken cancellationToken)
    {
        if (FindRunning() is { } leftover)
        {
            leftover.Dispose();
            await StopAsync(cancellationToken);
        }
    }

    /// <summary>A server of this data directory that runs already; a pid that meanwhile belongs to something else does not count.</summary>
    private Process? FindRunning()
    {
        try
        {
            var pid = int.Parse(File.ReadLines(Path.Combine(folders.Data, "postmaster.pid")).First(), System.Globalization.CultureInfo.InvariantCulture);
            var command = File.ReadAllText($"/proc/{pid}/cmdline").Split('\0');
            return command.Contains(folders.Data) ? Process.GetProcessById(pid) : null;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or FormatException or InvalidOperationException or ArgumentException)
        {
            return null;
        }
    }

    /// <summary>In a session of its own, so that Ctrl+C in the terminal reaches AuthHub alone, which then ends the server in good order.</summary>
    private Process Start()
    {
        string[] settings = [.. _settings, $"unix_socket_directories={folders.Sockets}", durable ? "fsync=on" : "fsync=off", "synchronous_commit=on"];
        return ServerAccount.Current.Start(
            "/bin/sh",
            [
                "-c", "log=$1; shift; exec setsid \"$@\" >>\"$log\" 2>&1 </dev/null", "sh", folders.Log,
                Path.Combine(_programs, "postgres"), "-D", folders.Data, .. settings.SelectMany(setting => new[] { "-c", setting }),
            ],
            redirect: false);
    }

    private long PrepareLog()
    {
        const long MaxLog = 8 << 20;
        var log = new FileInfo(folders.Log);
        if (log is { Exists: true, Length: > MaxLog })
        {
            log.Delete();
            return 0;
        }

        return log.Exists ? log.Length : 0;
    }

    private async Task<string> ReadLogAsync(long from, CancellationToken cancellationToken)
    {
        if (!File.Exists(folders.Log))
        {
            return "it wrote no log.";
        }

        await using var log = new FileStream(folders.Log, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        log.Seek(from, SeekOrigin.Begin);
        using var reader = new StreamReader(log);
        return (await reader.ReadToEndAsync(cancellationToken)).Trim();
    }
}
