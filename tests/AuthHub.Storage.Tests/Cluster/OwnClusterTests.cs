using System.Diagnostics;
using AuthHub.Storage.PostgreSql.Cluster;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;

namespace AuthHub.Storage.Tests.Cluster;

/// <summary>The server AuthHub runs itself, and what is left of it after every kind of death.</summary>
public sealed class OwnClusterTests : IAsyncLifetime
{
    private readonly DirectoryInfo _folder = Hosts.TemporaryFolder();
    private readonly List<OwnCluster> _clusters = [];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        foreach (var cluster in _clusters)
        {
            await cluster.StopAsync();
        }

        await New().EraseAsync();
        _folder.Delete(recursive: true);
    }

    [Fact]
    public async Task A_stopped_cluster_leaves_no_process_and_no_socket_and_keeps_its_rows()
    {
        var cold = Stopwatch.StartNew();
        var cluster = await StartAsync(durable: true);
        cold.Stop();
        await WriteAsync(cluster, "kept");
        var pid = cluster.ServerProcessId;

        await cluster.StopAsync();

        Assert.False(Directory.Exists($"/proc/{pid}"));
        await Assert.ThrowsAnyAsync<NpgsqlException>(() => ReadAsync(cluster));
        var warm = Stopwatch.StartNew();
        Assert.Equal(["kept"], await ReadAsync(await StartAsync(durable: true)));
        TestContext.Current.TestOutputHelper?.WriteLine($"fresh cluster {cold.ElapsedMilliseconds} ms, warm {warm.ElapsedMilliseconds} ms");
    }

    [Fact]
    public async Task A_killed_server_is_running_again_within_ten_seconds_with_every_confirmed_row()
    {
        var cluster = await StartAsync(durable: true);
        for (var round = 0; round < 3; round++)
        {
            await WriteAsync(cluster, $"row {round}");
            var pid = cluster.ServerProcessId;

            Hosts.Kill(pid);

            await EventuallyAsync(cluster, rows => rows.Length == round + 1);
            Assert.NotEqual(pid, cluster.ServerProcessId);
        }
    }

    [Fact]
    public async Task A_server_that_outlived_its_owner_is_adopted_and_owned_again()
    {
        var owner = await StartAsync(durable: true);
        await WriteAsync(owner, "kept");
        var pid = owner.ServerProcessId;
        await owner.AbandonAsync();
        Assert.True(Directory.Exists($"/proc/{pid}"));

        var next = await StartAsync();

        Assert.True(next.IsOwner);
        Assert.Equal(pid, next.ServerProcessId);
        Assert.Equal(["kept"], await ReadAsync(next));
        Hosts.Kill(pid);
        await EventuallyAsync(next, rows => rows is ["kept"]);
        await next.StopAsync();
        Assert.False(Directory.Exists($"/proc/{next.ServerProcessId}") && next.ServerProcessId != 0);
    }

    [Fact]
    public async Task After_both_were_killed_the_next_start_works_at_once()
    {
        var owner = await StartAsync(durable: true);
        await WriteAsync(owner, "kept");
        var pid = owner.ServerProcessId;
        await owner.AbandonAsync();
        Hosts.Kill(pid);

        Assert.Equal(["kept"], await ReadAsync(await StartAsync()));
    }

    [Fact]
    public async Task A_server_whose_socket_is_gone_is_stopped_and_started_anew()
    {
        var owner = await StartAsync();
        await WriteAsync(owner, "kept");
        var sockets = new NpgsqlConnectionStringBuilder(owner.ConnectionString("postgres")).Host!;
        await owner.AbandonAsync();
        Directory.Delete(sockets, recursive: true);

        Assert.Equal(["kept"], await ReadAsync(await StartAsync()));
    }

    [Fact]
    public async Task A_half_made_cluster_is_made_anew()
    {
        var unfinished = Path.Combine(_folder.FullName, "postgres.unfinished");
        Directory.CreateDirectory(unfinished);
        await File.WriteAllTextAsync(Path.Combine(unfinished, "PG_VERSION"), "15\n", Token);

        await WriteAsync(await StartAsync(), "works");
    }

    [Fact]
    public async Task A_second_process_is_a_guest_that_stops_nothing_and_takes_over_later()
    {
        var (owner, guest) = (await StartAsync(), await StartAsync());
        await WriteAsync(guest, "by guest");
        Assert.Equal((true, false), (owner.IsOwner, guest.IsOwner));

        var further = await StartAsync();
        await further.StopAsync();
        Assert.Equal(["by guest"], await ReadAsync(owner));

        await owner.StopAsync();
        await EventuallyAsync(guest, rows => rows is ["by guest"]);
        Assert.True(guest.IsOwner);
    }

    [Fact]
    public async Task The_socket_is_the_only_way_in_and_only_for_its_own_people()
    {
        var cluster = await StartAsync(durable: true);
        await using var connection = new NpgsqlConnection(cluster.ConnectionString("postgres"));
        await connection.OpenAsync(Token);

        Assert.Equal("", await ScalarAsync(connection, "SHOW listen_addresses"));
        Assert.Equal("on", await ScalarAsync(connection, "SHOW data_checksums"));
        Assert.Equal("on", await ScalarAsync(connection, "SHOW fsync"));
        Assert.Equal("UTF8", await ScalarAsync(connection, "SHOW server_encoding"));
        var sockets = new NpgsqlConnectionStringBuilder(connection.ConnectionString).Host!;
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(sockets));
        Assert.InRange(sockets.Length + "/.s.PGSQL.5432".Length, 1, 107);
    }

    [Fact]
    public async Task Further_databases_are_created_once()
    {
        var cluster = await StartAsync();

        var at = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => cluster.EnsureDatabaseAsync("helpdesk", Token)));

        await using var connection = new NpgsqlConnection(at[0]);
        await connection.OpenAsync(Token);
        Assert.Equal("helpdesk", await ScalarAsync(connection, "SELECT current_database()"));
        await Assert.ThrowsAsync<ArgumentException>(() => cluster.EnsureDatabaseAsync("a; DROP DATABASE authhub", Token));
    }

    [Fact]
    public async Task An_erased_cluster_leaves_nothing_even_after_a_kill()
    {
        var owner = await StartAsync();
        await WriteAsync(owner, "gone");
        var pid = owner.ServerProcessId;
        await owner.AbandonAsync();

        await New().EraseAsync();

        Assert.False(Directory.Exists($"/proc/{pid}"));
        Assert.Empty(_folder.GetFileSystemInfos());
        Assert.Empty(await ReadAsync(await StartAsync()));
    }

    [Fact]
    public async Task As_root_a_folder_that_postgres_cannot_enter_is_replaced()
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "Only root hands the server to another user.");
        File.SetUnixFileMode(_folder.FullName, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        var cluster = new OwnCluster(Path.Combine(_folder.FullName, "closed"), NullLogger<OwnCluster>.Instance, durable: false);

        await cluster.StartAsync(Token);
        await WriteAsync(cluster, "works");

        var moved = Assert.Single(Directory.GetDirectories("/var/lib/authhub", "closed-*"), d => File.Exists(Path.Combine(d, "owner.lock")));
        await cluster.EraseAsync();
        Assert.False(Directory.Exists(moved));
    }

    private OwnCluster New(bool durable = false)
    {
        var cluster = new OwnCluster(_folder.FullName, NullLogger<OwnCluster>.Instance, durable);
        _clusters.Add(cluster);
        return cluster;
    }

    private async Task<OwnCluster> StartAsync(bool durable = false)
    {
        var cluster = New(durable);
        await cluster.StartAsync(Token);
        return cluster;
    }

    private static async Task<object?> ScalarAsync(NpgsqlConnection connection, string statement)
    {
        await using var command = connection.CreateCommand();
#pragma warning disable CA2100 // Statements of this class.
        command.CommandText = statement;
#pragma warning restore CA2100
        return await command.ExecuteScalarAsync(Token);
    }

    private static async Task WriteAsync(OwnCluster cluster, string row)
    {
        await using var connection = await OpenAsync(cluster);
        await using var command = new NpgsqlCommand("INSERT INTO notes VALUES ($1)", connection) { Parameters = { new() { Value = row } } };
        await command.ExecuteNonQueryAsync(Token);
    }

    private static async Task<string[]> ReadAsync(OwnCluster cluster)
    {
        await using var connection = await OpenAsync(cluster);
        return (string[])(await ScalarAsync(connection, "SELECT coalesce(array_agg(note ORDER BY note), '{}') FROM notes"))!;
    }

    private static async Task<NpgsqlConnection> OpenAsync(OwnCluster cluster)
    {
        var connection = new NpgsqlConnection(cluster.ConnectionString("postgres") + ";Pooling=false");
        await connection.OpenAsync(Token);
        await ScalarAsync(connection, "CREATE TABLE IF NOT EXISTS notes (note text)");
        return connection;
    }

    private static async Task EventuallyAsync(OwnCluster cluster, Predicate<string[]> condition)
    {
        var waited = Stopwatch.StartNew();
        while (true)
        {
            try
            {
                if (condition(await ReadAsync(cluster)) && cluster.ServerProcessId != 0)
                {
                    return;
                }
            }
            catch (NpgsqlException) when (waited.Elapsed < TimeSpan.FromSeconds(10))
            {
                // Not yet.
            }

            Assert.InRange(waited.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(10));
            await Task.Delay(20, Token);
        }
    }
}
