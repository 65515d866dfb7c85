using System.Net.Sockets;
using AuthHub.Storage.Changes;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace AuthHub.Storage.PostgreSql.Notices;

/// <summary>Hears the notices of all nodes on one connection of its own and passes them on; after a break everybody is told, since notices may have been missed.</summary>
internal sealed partial class ChangeNotices(NpgsqlDataSource source, IEnumerable<IChangeListener> listeners, StorageStart start, ILogger<ChangeNotices> logger) : BackgroundService
{
    public const string Channel = "authhub_changed";

    private static readonly TimeSpan _aliveInterval = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan _retry = TimeSpan.FromSeconds(1);

    private readonly IReadOnlyList<IChangeListener> _listeners = [.. listeners];

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await start.Ready.WaitAsync(stoppingToken);
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await ListenAsync(stoppingToken);
            }
            catch (Exception failure) when (failure is NpgsqlException or SocketException or IOException or TimeoutException)
            {
                LogInterrupted(logger, failure.GetBaseException().Message);
                await Task.Delay(_retry, stoppingToken);
            }
        }
    }

    private async Task ListenAsync(CancellationToken cancellationToken)
    {
        await using var connection = await source.OpenConnectionAsync(cancellationToken);
        connection.Notification += (_, notice) => Tell(notice.Payload);
        await using var listen = new NpgsqlCommand("LISTEN " + Channel, connection);
        await listen.ExecuteNonQueryAsync(cancellationToken);
        Tell(topic: null);
        while (true)
        {
            if (!await connection.WaitAsync(_aliveInterval, cancellationToken))
            {
                // Silence may be a dead connection.
                await using var alive = new NpgsqlCommand("SELECT 1", connection);
                await alive.ExecuteNonQueryAsync(cancellationToken);
            }
        }
    }

    private void Tell(string? topic)
    {
        foreach (var listener in _listeners.Where(l => topic is null || l.Topic == topic))
        {
            listener.Changed();
        }
    }

    [LoggerMessage(1, LogLevel.Warning, "Notices of changes are interrupted: {Reason}")]
    private static partial void LogInterrupted(ILogger logger, string reason);
}
