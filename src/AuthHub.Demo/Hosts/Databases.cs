using AuthHub.Storage.PostgreSql.Cluster;
using Npgsql;

namespace AuthHub.Demo.Hosts;

/// <summary>Where the two databases are: in the cluster AuthHub runs itself, or on the server somebody named.</summary>
internal sealed class Databases(IConfiguration configuration, NpgsqlDataSource authHub, IServiceProvider services)
{
    /// <summary>AuthHub's own tables that outlive a reset: keys, and what is sealed under them.</summary>
    private static readonly string[] _kept = ["__EFMigrationsHistory", "data_protection_keys", "master_key_marks", "signing_keys"];

    /// <summary>How the helpdesk reaches its database; makes it where there is none.</summary>
    public async Task<string> HelpdeskAsync(CancellationToken cancellationToken)
    {
        if (services.GetService<OwnCluster>() is { } cluster)
        {
            return await cluster.EnsureDatabaseAsync("helpdesk", cancellationToken);
        }

        return Beside(configuration.GetConnectionString("AuthHub")!).ConnectionString;
    }

    /// <summary>The helpdesk's database on a server that was named; the helpdesk itself creates it.</summary>
    public static NpgsqlConnectionStringBuilder Beside(string authHub)
    {
        var builder = new NpgsqlConnectionStringBuilder(authHub);
        builder.Database = (builder.Database ?? "authhub") + "_helpdesk";
        return builder;
    }

    /// <summary>Empties both, except for keys.</summary>
    public async Task EmptyAsync(CancellationToken cancellationToken)
    {
        await EmptyAsync(authHub, cancellationToken);
        await using var helpdesk = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(await HelpdeskAsync(cancellationToken)) { Pooling = false }.ConnectionString);
        try
        {
            await EmptyAsync(helpdesk, cancellationToken);
        }
        catch (PostgresException failure) when (failure.SqlState == PostgresErrorCodes.InvalidCatalogName)
        {
            // It was never made: there is nothing to empty, and /health says why.
        }
    }

    /// <summary>Drops every table, for a start from nothing: the database stays, as whoever uses it may not be allowed to make it again.</summary>
    public static async Task DropTablesAsync(string connectionString)
    {
        await using var source = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(connectionString) { Pooling = false }.ConnectionString);
        try
        {
            await using var names = source.CreateCommand("SELECT string_agg(format('%I.%I', schemaname, tablename), ', ') FROM pg_tables WHERE schemaname = current_schema()");
            if (await names.ExecuteScalarAsync() is not string tables)
            {
                return;
            }

#pragma warning disable CA2100 // Names cannot be parameters; these were quoted by the database.
            await using var drop = source.CreateCommand($"DROP TABLE {tables} CASCADE");
#pragma warning restore CA2100
            await drop.ExecuteNonQueryAsync();
        }
        catch (PostgresException failure) when (failure.SqlState == PostgresErrorCodes.InvalidCatalogName)
        {
            // There is no such database yet.
        }
    }

    private static async Task EmptyAsync(NpgsqlDataSource source, CancellationToken cancellationToken)
    {
        const int Rounds = 5;
        await using var names = source.CreateCommand(
            "SELECT string_agg(format('%I.%I', schemaname, tablename), ', ') FROM pg_tables WHERE schemaname = current_schema() AND tablename <> ALL ($1)");
        names.Parameters.Add(new() { Value = _kept });
        if (await names.ExecuteScalarAsync(cancellationToken) is not string tables)
        {
            return;
        }

#pragma warning disable CA2100 // Names cannot be parameters; these were quoted by the database.
        await using var empty = source.CreateCommand($"TRUNCATE {tables} RESTART IDENTITY CASCADE");
#pragma warning restore CA2100
        for (var round = 1; ; round++)
        {
            try
            {
                await empty.ExecuteNonQueryAsync(cancellationToken);
                return;
            }
            catch (PostgresException failure) when (failure.SqlState == PostgresErrorCodes.DeadlockDetected && round < Rounds)
            {
                // A request was at work; once more.
            }
        }
    }
}
