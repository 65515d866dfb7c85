using System.Diagnostics;
using Npgsql;

[assembly: AssemblyFixture(typeof(Helpdesk.Tests.Testing.PostgresCluster))]

namespace Helpdesk.Tests.Testing;

/// <summary>A real PostgreSQL server for one test run: own cluster in a temporary folder, unix socket only, gone afterwards.</summary>
public sealed class PostgresCluster : IAsyncLifetime
{
    private readonly string folder = $"/tmp/hd-{Environment.ProcessId:x}-{Convert.ToHexStringLower(System.Security.Cryptography.RandomNumberGenerator.GetBytes(3))}";
    private Process? server;

    public string ConnectionString(string database) =>
        $"Host={folder};Username=helpdesk;Database={database};Timeout=5;Pooling=true;Maximum Pool Size=5";

    public async ValueTask InitializeAsync()
    {
        await RunAsync("initdb", "-D", folder, "-U", "helpdesk", "--auth=trust", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync");
        Start();
        await UntilReadyAsync();
    }

    /// <summary>Pulls the plug.</summary>
    public async Task StopAsync()
    {
        if (server is null)
        {
            return;
        }

        await RunAsync("pg_ctl", "stop", "-D", folder, "-m", "immediate");
        await server.WaitForExitAsync();
        server.Dispose();
        server = null;
        NpgsqlConnection.ClearAllPools();
    }

    public async Task StartAgainAsync()
    {
        Start();
        await UntilReadyAsync();
    }

    [System.Diagnostics.CodeAnalysis.SuppressMessage("Security", "CA2100", Justification = "The statements are written in the tests.")]
    public async Task ExecuteAsync(string database, string sql)
    {
        await using var connection = new NpgsqlConnection(ConnectionString(database) + ";Pooling=false");
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        Directory.Delete(folder, recursive: true);
    }

    private static string Binary(string name) =>
        Directory.EnumerateDirectories("/usr/lib/postgresql").OrderDescending(StringComparer.Ordinal).Select(version => $"{version}/bin/{name}").First(File.Exists);

    private static ProcessStartInfo Command(string name, IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo(Binary(name), arguments) { WorkingDirectory = "/", RedirectStandardOutput = true, RedirectStandardError = true };
        if (Environment.IsPrivilegedProcess)
        {
            // PostgreSQL refuses to run as root.
            start.UserName = "postgres";
        }

        return start;
    }

    private static async Task RunAsync(string name, params string[] arguments)
    {
        using var process = Process.Start(Command(name, arguments))!;
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.True(process.ExitCode == 0, $"{name}: {await output} {errors}");
    }

    private void Start()
    {
        server = Process.Start(Command("postgres", ["-D", folder, "-k", folder, "-c", "listen_addresses=", "-c", "fsync=off", "-c", "max_connections=200"]))!;
        server.OutputDataReceived += static (_, _) => { };
        server.ErrorDataReceived += static (_, _) => { };
        server.BeginOutputReadLine();
        server.BeginErrorReadLine();
    }

    private async Task UntilReadyAsync()
    {
        for (var left = 100; ; left--)
        {
            try
            {
                await ExecuteAsync("postgres", "SELECT 1");
                return;
            }
            catch (NpgsqlException) when (left > 0)
            {
                await Task.Delay(100);
            }
        }
    }
}
