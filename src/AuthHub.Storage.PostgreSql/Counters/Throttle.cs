using System.Security.Cryptography;
using System.Text;
using AuthHub.SignIn.Throttling;
using Npgsql;

namespace AuthHub.Storage.PostgreSql.Counters;

/// <summary>Table <c>throttle_counters</c>. Counts outside any open transaction: a refused request has still been made.</summary>
internal sealed class Throttle(NpgsqlDataSource source, TimeProvider clock) : IThrottle
{
    // A window that would end later than one opened now was opened before the clock was set back; it starts anew.
    private const string CountStatement =
        """
        INSERT INTO throttle_counters AS c (key, count, window_ends) VALUES ($1, 1, $3)
        ON CONFLICT (key) DO UPDATE SET
            count = CASE WHEN c.window_ends > $2 AND c.window_ends <= $3 THEN LEAST(c.count + 1, 1000000000) ELSE 1 END,
            window_ends = CASE WHEN c.window_ends > $2 AND c.window_ends <= $3 THEN c.window_ends ELSE $3 END
        RETURNING count, window_ends
        """;

    public async Task<ThrottleAnswer> CountAsync(string key, int limit, TimeSpan window, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        await using var command = source.CreateCommand(CountStatement);
        command.Parameters.Add(new() { Value = Hash(key) });
        command.Parameters.Add(new() { Value = now });
        command.Parameters.Add(new() { Value = now + window });
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        await reader.ReadAsync(cancellationToken);
        var (count, ends) = (reader.GetInt32(0), reader.GetDateTime(1));
        return count <= limit ? new ThrottleAnswer(true, TimeSpan.Zero) : new ThrottleAnswer(false, ends - now);
    }

    public async Task ClearAsync(string key, CancellationToken cancellationToken)
    {
        await using var command = source.CreateCommand("DELETE FROM throttle_counters WHERE key = $1");
        command.Parameters.Add(new() { Value = Hash(key) });
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    public async Task<int> DeleteExpiredAsync(CancellationToken cancellationToken)
    {
        await using var command = source.CreateCommand("DELETE FROM throttle_counters WHERE window_ends <= $1");
        command.Parameters.Add(new() { Value = clock.GetUtcNow().UtcDateTime });
        return await command.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>Keys hold names and addresses; the table shows neither.</summary>
    private static byte[] Hash(string key) => SHA256.HashData(Encoding.UTF8.GetBytes(key))[..16];
}
