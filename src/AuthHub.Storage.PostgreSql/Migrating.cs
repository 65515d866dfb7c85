using System.Reflection;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Microsoft.EntityFrameworkCore.Storage;
using Npgsql;

namespace AuthHub.Storage.PostgreSql;

/// <summary>
/// Brings the tables up to date, one node after the other: the lock EF takes itself does not last over several
/// migrations, so a lock of our own is held on another connection for the whole time.
/// </summary>
internal static class Migrating
{
    private const long LockKey = 0x41757468_48756202;
    private const int PatienceSeconds = 600;

    public static async Task MigrateInTurnAsync(this AuthHubDb db, NpgsqlDataSource source, CancellationToken cancellationToken)
    {
        db.Database.SetCommandTimeout(PatienceSeconds);
        if (await IsUpToDateAsync(source, cancellationToken))
        {
            return;
        }

        await CreateAsync(db.GetService<IRelationalDatabaseCreator>(), cancellationToken);
        await using var turn = await source.OpenConnectionAsync(cancellationToken);
        await using var wait = new NpgsqlCommand("SELECT pg_advisory_lock($1)", turn) { CommandTimeout = PatienceSeconds, Parameters = { new() { Value = LockKey } } };
        await wait.ExecuteNonQueryAsync(cancellationToken);
        try
        {
            await db.Database.MigrateAsync(cancellationToken);
        }
        finally
        {
            await using var done = new NpgsqlCommand("SELECT pg_advisory_unlock($1)", turn) { Parameters = { new() { Value = LockKey } } };
            await done.ExecuteNonQueryAsync(CancellationToken.None);
        }
    }

    /// <summary>Whether nothing is to be done. EF's own question builds the whole mapping anew first, which is a third of a start's work.</summary>
    private static async Task<bool> IsUpToDateAsync(NpgsqlDataSource source, CancellationToken cancellationToken)
    {
        try
        {
            await using var command = source.CreateCommand("SELECT \"MigrationId\" FROM \"__EFMigrationsHistory\"");
            await using var reader = await command.ExecuteReaderAsync(cancellationToken);
            var missing = typeof(Migrating).Assembly.GetTypes().Select(t => t.GetCustomAttribute<MigrationAttribute>()?.Id).OfType<string>().ToHashSet();
            while (await reader.ReadAsync(cancellationToken))
            {
                missing.Remove(reader.GetString(0));
            }

            return missing.Count == 0;
        }
        catch (PostgresException failure) when (failure.SqlState is PostgresErrorCodes.InvalidCatalogName or PostgresErrorCodes.UndefinedTable)
        {
            return false;
        }
    }

    private static async Task CreateAsync(IRelationalDatabaseCreator creator, CancellationToken cancellationToken)
    {
        try
        {
            if (!await creator.ExistsAsync(cancellationToken))
            {
                await creator.CreateAsync(cancellationToken);
            }
        }
        catch (PostgresException failure) when (failure.SqlState is PostgresErrorCodes.DuplicateDatabase or PostgresErrorCodes.UniqueViolation)
        {
            // Another node created it in between.
        }
    }
}
