using AuthHub.Storage;
using AuthHub.Storage.PostgreSql;
using AuthHub.Storage.PostgreSql.Cluster;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;

namespace AuthHub.Testing;

/// <summary>
/// Real PostgreSQL for tests: one cluster for the test process, one migrated template, a database of its own for
/// whoever asks. Everything is deleted when the process ends; what a killed run left is deleted by the next one.
/// </summary>
public static class PostgreSqlFixture
{
    private const string Prefix = "/tmp/authhub-tests-";
    private const string Template = "template_authhub";

    private static readonly Lazy<Task<OwnCluster>> _cluster = new(StartAsync);
    private static int _databases;

    /// <summary>A new database with all tables and no rows.</summary>
    public static async Task<TestDatabase> NewDatabaseAsync()
    {
        var cluster = await _cluster.Value;
        var name = $"test_{Interlocked.Increment(ref _databases)}";
        await ExecuteAsync(cluster, $"CREATE DATABASE {name} TEMPLATE {Template}");
        return new TestDatabase(name, ConnectionString(cluster, name));
    }

    internal static async Task DropAsync(string name) =>
        await ExecuteAsync(await _cluster.Value, $"DROP DATABASE IF EXISTS {name} WITH (FORCE)");

    private static async Task<OwnCluster> StartAsync()
    {
        await DeleteLeftoversAsync();
        var folder = $"{Prefix}{Environment.ProcessId}";
        var cluster = new OwnCluster(folder, NullLogger<OwnCluster>.Instance, durable: false);
        AppDomain.CurrentDomain.ProcessExit += (_, _) => Erase(cluster, folder).GetAwaiter().GetResult();
        await cluster.StartAsync(CancellationToken.None);
        await MigrateAsync(await cluster.EnsureDatabaseAsync(Template, CancellationToken.None));
        return cluster;
    }

    private static async Task MigrateAsync(string connectionString)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection([new("ConnectionStrings:AuthHub", connectionString + ";Pooling=false")]).Build();
        await using var services = new ServiceCollection().AddPostgreSql(configuration).BuildServiceProvider();
        await using var scope = services.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<AuthHubDb>().Database.MigrateAsync();
    }

    private static async Task DeleteLeftoversAsync()
    {
        var leftovers = Directory.GetDirectories("/tmp", Path.GetFileName(Prefix) + "*").Where(f => !Directory.Exists("/proc/" + f[Prefix.Length..]));
        foreach (var folder in leftovers)
        {
            try
            {
                await Erase(new OwnCluster(folder, NullLogger<OwnCluster>.Instance), folder);
            }
            catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or ClusterException)
            {
                // Another run is deleting it, or it is another user's.
            }
        }
    }

    private static async Task Erase(OwnCluster cluster, string folder)
    {
        await cluster.EraseAsync();
        Directory.Delete(folder, recursive: true);
    }

    private static string ConnectionString(OwnCluster cluster, string database) =>
        new NpgsqlConnectionStringBuilder(cluster.ConnectionString(database)) { MaxPoolSize = 20 }.ConnectionString;

    private static async Task ExecuteAsync(OwnCluster cluster, string statement)
    {
        await using var connection = new NpgsqlConnection(ConnectionString(cluster, "postgres"));
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
#pragma warning disable CA2100 // Names of this class's own making.
        command.CommandText = statement;
#pragma warning restore CA2100
        await command.ExecuteNonQueryAsync();
    }
}
