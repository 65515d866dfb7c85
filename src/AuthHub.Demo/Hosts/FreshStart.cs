using AuthHub.Storage.PostgreSql.Cluster;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;

namespace AuthHub.Demo.Hosts;

/// <summary>Erases what earlier runs left, for <c>--fresh</c>: the databases and the demo's own files, nothing else in the data folder.</summary>
internal static class FreshStart
{
    public static async Task EraseAsync(DemoSettings settings)
    {
        try
        {
            if (Environment.GetEnvironmentVariable("ConnectionStrings__AuthHub") is { Length: > 0 } given)
            {
                await DropAsync(given);
            }
            else if (Directory.Exists(settings.AuthHubFolder))
            {
                await using var cluster = new OwnCluster(settings.AuthHubFolder, NullLogger<OwnCluster>.Instance);
                await cluster.EraseAsync();
            }

            foreach (var folder in new[] { settings.AuthHubFolder, settings.HelpdeskFolder }.Where(Directory.Exists))
            {
                Directory.Delete(folder, recursive: true);
            }
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or ClusterException or NpgsqlException or ArgumentException)
        {
            throw new StopException($"What is in {settings.DataFolder} cannot be erased (does another demo use it?): {failure.Message}", StopException.Unable);
        }
    }

    private static async Task DropAsync(string connectionString)
    {
        var authHub = new NpgsqlConnectionStringBuilder(connectionString);
        await using var source = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(connectionString) { Database = "postgres", Pooling = false }.ConnectionString);
        foreach (var name in new[] { authHub.Database, Databases.Beside(connectionString).Database })
        {
#pragma warning disable CA2100 // A name cannot be a parameter; it is quoted.
            await using var drop = source.CreateCommand($"DROP DATABASE IF EXISTS \"{name?.Replace("\"", "\"\"", StringComparison.Ordinal)}\" WITH (FORCE)");
#pragma warning restore CA2100
            await drop.ExecuteNonQueryAsync();
        }
    }
}
