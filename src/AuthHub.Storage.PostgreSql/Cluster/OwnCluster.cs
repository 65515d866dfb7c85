using System.Diagnostics;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace AuthHub.Storage.PostgreSql.Cluster;

/// <summary>
/// The PostgreSQL server AuthHub runs itself when nobody gave it one: on a unix socket, without passwords, started with
/// AuthHub and stopped with it. The process that holds the folder's lock owns the server, takes over one that outlived
/// its owner and starts it again when it dies; further processes on the same folder are guests until the owner is gone.
/// </summary>
/// <param name="folder">Where it lives.</param>
/// <param name="logger">Hears what becomes of it.</param>
/// <param name="durable">False only for tests: what is confirmed survives the death of the server, but not of the machine.</param>
public sealed partial class OwnCluster(string folder, ILogger<OwnCluster> logger, bool durable = true) : IAsyncDisposable, IDisposable
{
    private static readonly TimeSpan _longestPause = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan _steady = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan _guestPatience = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan _guestPause = TimeSpan.FromSeconds(1);

    private readonly SemaphoreSlim _turn = new(1, 1);
    private readonly Lazy<ClusterFolders> _folders = new(() => ClusterFolders.Make(folder));
    private FileStream? _lock;
    private Process? _running;
    private Task? _watch;
    private CancellationTokenSource? _stopping;
    private bool _disposed;

    /// <summary>Whether this process owns the server and stops it at its end.</summary>
    public bool IsOwner => _lock is not null;

    internal int ServerProcessId => _running?.Id ?? 0;

    private ClusterFolders Folders => _folders.Value;

    private ServerProcess Server => field ??= new ServerProcess(
        Folders,
        new NpgsqlConnectionStringBuilder(ConnectionString("postgres")) { Pooling = false, Timeout = 2 }.ConnectionString,
        durable);

    /// <summary>Makes the cluster if there is none, starts it if it does not run, and keeps it running. Can be called again.</summary>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken);
        try
        {
            if (_watch is not null)
            {
                return;
            }

            if (Folders.Moved)
            {
                LogMoved(logger, folder, Folders.Root);
            }

            if (!await TryOwnAsync(cancellationToken) && !await Server.AnswersAsync(null, _guestPatience, cancellationToken))
            {
                throw new ClusterException($"Another process owns the database in {Folders.Root}, but it does not answer.");
            }

            _stopping = new CancellationTokenSource();
            _watch = WatchAsync(_stopping.Token);
        }
        catch
        {
            await LeaveAsync();
            throw;
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>How to reach a database of this cluster.</summary>
    public string ConnectionString(string database) => new NpgsqlConnectionStringBuilder
    {
        Host = Folders.Sockets,
        Username = ServerProcess.Role,
        Database = database,
        Timeout = 5,
        CommandTimeout = 10,
        MaxPoolSize = 40,
        MaxAutoPrepare = 100,

        // Nothing here leaves settings or locks behind on a connection, so there is nothing to undo after each use.
        NoResetOnClose = true,
    }.ConnectionString;

    /// <summary>Creates a further database if it is not there yet; answers how to reach it.</summary>
    public async Task<string> EnsureDatabaseAsync(string database, CancellationToken cancellationToken)
    {
        if (!DatabaseName().IsMatch(database))
        {
            throw new ArgumentException("A database is named by small letters, digits and underscores.", nameof(database));
        }

        await using var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(ConnectionString("postgres")) { Pooling = false }.ConnectionString);
        await connection.OpenAsync(cancellationToken);
        await using var exists = new NpgsqlCommand("SELECT 1 FROM pg_database WHERE datname = $1", connection) { Parameters = { new() { Value = database } } };
        if (await exists.ExecuteScalarAsync(cancellationToken) is null)
        {
#pragma warning disable CA2100 // A name cannot be a parameter; this one was checked above.
            await using var create = new NpgsqlCommand($"CREATE DATABASE {database}", connection);
#pragma warning restore CA2100
            try
            {
                await create.ExecuteNonQueryAsync(cancellationToken);
            }
            catch (PostgresException failure) when (failure.SqlState is PostgresErrorCodes.DuplicateDatabase or PostgresErrorCodes.UniqueViolation)
            {
                // Created by another process in between.
            }
        }

        return ConnectionString(database);
    }

    /// <summary>Stops watching and, as owner, the server. Everything that was confirmed is on disk.</summary>
    public Task StopAsync() => EndAsync(stopServer: true);

    /// <summary>Stops and deletes the cluster with everything in it, also one that a killed process left behind.</summary>
    public async Task EraseAsync()
    {
        await StopAsync();
        await using var owner = new FileStream(Folders.Lock, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        if (File.Exists(Path.Combine(Folders.Data, "postmaster.pid")))
        {
            await Server.StopLeftoverAsync(CancellationToken.None);
        }

        foreach (var path in new[] { Folders.Data, Folders.Unfinished, Folders.Sockets }.Where(Directory.Exists))
        {
            Directory.Delete(path, recursive: true);
        }

        File.Delete(Folders.Lock);
        if (Folders.Moved)
        {
            Directory.Delete(Folders.Root);
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (!_disposed)
        {
            await StopAsync();
            _disposed = true;
            _stopping?.Dispose();
            _turn.Dispose();
        }
    }

    public void Dispose() => Task.Run(async () => await DisposeAsync()).GetAwaiter().GetResult();

    /// <summary>What kill -9 of this process would leave: the server goes on without an owner.</summary>
    internal Task AbandonAsync() => EndAsync(stopServer: false);

    private async Task EndAsync(bool stopServer)
    {
        await _turn.WaitAsync();
        try
        {
            if (_watch is null)
            {
                return;
            }

            await _stopping!.CancelAsync();
            await _watch;
            _watch = null;
            _stopping.Dispose();
            if (stopServer && _lock is not null && _running is { HasExited: false })
            {
                await Server.StopAsync(CancellationToken.None);
                Directory.Delete(Folders.Sockets, recursive: true);
                LogStopped(logger);
            }

            await LeaveAsync();
        }
        finally
        {
            _turn.Release();
        }
    }

    private async Task LeaveAsync()
    {
        _running?.Dispose();
        _running = null;
        if (_lock is not null)
        {
            await _lock.DisposeAsync();
            _lock = null;
        }
    }

    private async Task<bool> TryOwnAsync(CancellationToken cancellationToken)
    {
        try
        {
            _lock ??= new FileStream(Folders.Lock, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException)
        {
            return false;
        }

        var watch = Stopwatch.StartNew();
        await Server.MakeAsync(cancellationToken);
        _running = await Server.AdoptOrStartAsync(cancellationToken);
        LogRunning(logger, _running.Id, Folders.Data, watch.ElapsedMilliseconds);
        return true;
    }

    /// <summary>Owner: waits for the server's death and starts it again, ever more slowly. Guest: waits for the owner's.</summary>
    private async Task WatchAsync(CancellationToken cancellationToken)
    {
        var pause = TimeSpan.Zero;
        while (!cancellationToken.IsCancellationRequested)
        {
            try
            {
                if (_running is not null)
                {
                    var watched = Stopwatch.StartNew();
                    await _running.WaitForExitAsync(cancellationToken);
                    LogDied(logger);
                    pause = watched.Elapsed > _steady ? TimeSpan.Zero : pause;
                }

                await Task.Delay(IsOwner ? pause : _guestPause, cancellationToken);
                pause = TimeSpan.FromMilliseconds(Math.Min(_longestPause.TotalMilliseconds, Math.Max(200, pause.TotalMilliseconds * 2)));
                _running = null;
                await TryOwnAsync(cancellationToken);
            }
            catch (OperationCanceledException)
            {
                return;
            }
            catch (Exception failure) when (failure is ClusterException or IOException or UnauthorizedAccessException)
            {
                LogNotStarted(logger, failure.Message);
            }
        }
    }

    [GeneratedRegex("^[a-z_][a-z0-9_]{0,62}$", RegexOptions.CultureInvariant)]
    private static partial Regex DatabaseName();

    [LoggerMessage(1, LogLevel.Information, "PostgreSQL {Pid} serves {Folder}, ready after {Milliseconds} ms")]
    private static partial void LogRunning(ILogger logger, int pid, string folder, long milliseconds);

    [LoggerMessage(2, LogLevel.Information, "User postgres cannot enter {Asked}; the database is in {Root} instead")]
    private static partial void LogMoved(ILogger logger, string asked, string root);

    [LoggerMessage(3, LogLevel.Error, "PostgreSQL ended unexpectedly; starting it again")]
    private static partial void LogDied(ILogger logger);

    [LoggerMessage(4, LogLevel.Error, "PostgreSQL could not be started again, trying on: {Reason}")]
    private static partial void LogNotStarted(ILogger logger, string reason);

    [LoggerMessage(5, LogLevel.Information, "PostgreSQL stopped")]
    private static partial void LogStopped(ILogger logger);
}
