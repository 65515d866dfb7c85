using System.Diagnostics;
using Npgsql;

[assembly: AssemblyFixture(typeof(AuthHub.OpenId.Tests.Hosting.PostgresCluster))]

namespace AuthHub.OpenId.Tests.Hosting;

/// <summary>A throw-away PostgreSQL on a unix socket, for one test run.</summary>
public sealed class PostgresCluster : IAsyncLifetime
{
    private readonly string _folder = Path.Combine(Path.GetTempPath(), "ah-" + Convert.ToHexString(System.Security.Cryptography.RandomNumberGenerator.GetBytes(4)));

    private Process? _server;

    private int _databases;

    private static bool IsRoot => Environment.UserName == "root";

    public async ValueTask InitializeAsync()
    {
        Directory.CreateDirectory(_folder);
        if (IsRoot)
        {
            using var own = Process.Start("chown", ["postgres", _folder]);
            await own.WaitForExitAsync();
        }

        using (var initdb = Start("initdb", "-D", Data, "-U", "postgres", "--auth=trust", "-N", "-E", "UTF8", "--locale=C.UTF-8"))
        {
            await initdb.WaitForExitAsync();
            Assert.Equal(0, initdb.ExitCode);
        }

        _server = Start("postgres", "-D", Data, "-c", "listen_addresses=", "-c", "unix_socket_directories=" + _folder, "-c", "fsync=off", "-c", "max_connections=400");
        for (var attempt = 0; ; attempt++)
        {
            try
            {
                await ExecuteAsync("select 1");
                return;
            }
            catch (NpgsqlException) when (attempt < 100)
            {
                await Task.Delay(100);
            }
        }
    }

    public string ConnectionTo(string database) => $"Host={_folder};Username=postgres;Database={database};Maximum Pool Size=60";

    public string NewDatabaseName() => "test" + Interlocked.Increment(ref _databases);

    public async ValueTask DisposeAsync()
    {
        NpgsqlConnection.ClearAllPools();
        if (_server is not null)
        {
            // SIGINT is PostgreSQL's fast stop.
            using var kill = Process.Start("kill", ["-INT", _server.Id.ToString()]);
            await kill.WaitForExitAsync();
            await _server.WaitForExitAsync().WaitAsync(TimeSpan.FromSeconds(20));
            _server.Dispose();
        }

        Directory.Delete(_folder, recursive: true);
    }

    private string Data => Path.Combine(_folder, "data");

    private async Task ExecuteAsync(string sql)
    {
        await using var connection = new NpgsqlConnection(ConnectionTo("postgres"));
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
#pragma warning disable CA2100 // Fixed texts only.
        command.CommandText = sql;
#pragma warning restore CA2100
        await command.ExecuteNonQueryAsync();
    }

    private static Process Start(string program, params string[] arguments)
    {
        var binaries = Directory.GetDirectories("/usr/lib/postgresql").OrderByDescending(d => int.Parse(Path.GetFileName(d))).First();
        var start = new ProcessStartInfo(Path.Combine(binaries, "bin", program), arguments) { WorkingDirectory = "/", RedirectStandardOutput = true, RedirectStandardError = true };
        if (IsRoot && OperatingSystem.IsLinux())
        {
#pragma warning disable CA1416 // UserName works on Linux when root.
            start.UserName = "postgres";
#pragma warning restore CA1416
        }

        var process = Process.Start(start)!;
        process.OutputDataReceived += (_, _) => { };
        process.ErrorDataReceived += (_, _) => { };
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return process;
    }
}
