using System.Data;
using System.Reflection;
using Npgsql;

namespace AuthHub.Storage.PostgreSql;

/// <summary>
/// Makes the database and brings its tables up to date with <c>Migrations/Schema.sql</c>, the migrations as one script that does what is
/// missing. EF would do both, but builds the whole mapping for it: most of the CPU and 25 MB of a first start.
/// </summary>
internal static class Migrating
{
    private const long LockKey = 0x41757468_48756202;
    private const int PatienceSeconds = 600;

    /// <summary>The script; a test compares it with the migrations.</summary>
    public static string Schema { get; } = Read();

    /// <summary>One node after the other.</summary>
    public static async Task MigrateInTurnAsync(this NpgsqlDataSource source, CancellationToken cancellationToken)
    {
        await using var connection = await OpenAsync(source, cancellationToken);
        await using var turn = new NpgsqlCommand("SELECT pg_advisory_lock($1)", connection) { CommandTimeout = PatienceSeconds, Parameters = { new() { Value = LockKey } } };
        await turn.ExecuteNonQueryAsync(cancellationToken);
        try
        {
#pragma warning disable CA2100 // The script is part of this assembly.
            await using var script = new NpgsqlCommand(Schema, connection) { CommandTimeout = PatienceSeconds };
#pragma warning restore CA2100
            await script.ExecuteNonQueryAsync(cancellationToken);
        }
        finally
        {
            // A failed script leaves its transaction open, in which nothing can be unlocked.
            await using var done = new NpgsqlCommand("ROLLBACK; SELECT pg_advisory_unlock_all()", connection);
            if (connection.State == ConnectionState.Open)
            {
                await done.ExecuteNonQueryAsync(CancellationToken.None);
            }
        }
    }

    private static async Task<NpgsqlConnection> OpenAsync(NpgsqlDataSource source, CancellationToken cancellationToken)
    {
        try
        {
            return await source.OpenConnectionAsync(cancellationToken);
        }
        catch (PostgresException failure) when (failure.SqlState == PostgresErrorCodes.InvalidCatalogName)
        {
            await CreateAsync(source, cancellationToken);
            return await source.OpenConnectionAsync(cancellationToken);
        }
    }

    private static async Task CreateAsync(NpgsqlDataSource source, CancellationToken cancellationToken)
    {
        // A clone, because only a connection still knows the password.
        await using var missing = source.CreateConnection();
        await using var server = await missing.CloneWithAsync(new NpgsqlConnectionStringBuilder(source.ConnectionString) { Database = "postgres", Pooling = false }.ConnectionString, cancellationToken);
        await server.OpenAsync(cancellationToken);
        await using var create = server.CreateCommand();
#pragma warning disable CA2100 // A name cannot be a parameter; this one is quoted.
        create.CommandText = $"CREATE DATABASE {new NpgsqlCommandBuilder().QuoteIdentifier(missing.Database)}";
#pragma warning restore CA2100
        create.CommandTimeout = PatienceSeconds;
        try
        {
            await create.ExecuteNonQueryAsync(cancellationToken);
        }
        catch (PostgresException failure) when (failure.SqlState is PostgresErrorCodes.DuplicateDatabase or PostgresErrorCodes.UniqueViolation)
        {
            // Another node created it in between.
        }
    }

    private static string Read()
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream("Schema.sql")!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
