using System.Net.Sockets;
using AuthHub.Storage.PostgreSql.Cluster;
using AuthHub.Storage.Secrets;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace AuthHub.Storage.PostgreSql;

/// <summary>
/// Brings the database up before anything else starts: the own cluster if there is one, then the tables, then the
/// check of the master key. A server that cannot be reached is tried on in the background; a wrong key stops the start.
/// </summary>
internal sealed partial class StorageStart(IServiceProvider services, IHostApplicationLifetime lifetime, ILogger<StorageStart> logger)
    : BackgroundService, IHostedLifecycleService, IStorageHealth
{
    private static readonly TimeSpan _retry = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan _healthTimeout = TimeSpan.FromSeconds(2);

    private readonly TaskCompletionSource _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private string? _unreachable;

    /// <summary>Done when tables and keys are ready.</summary>
    public Task Ready => _ready.Task;

    public async Task StartingAsync(CancellationToken cancellationToken)
    {
        if (services.GetService<OwnCluster>() is { } cluster)
        {
            await cluster.StartAsync(cancellationToken);
        }

        await TryPrepareAsync(cancellationToken);
    }

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public async Task StoppedAsync(CancellationToken cancellationToken)
    {
        if (services.GetService<OwnCluster>() is { } cluster)
        {
            await cluster.StopAsync();
        }
    }

    public async Task<bool> CheckAsync(CancellationToken cancellationToken)
    {
        if (!Ready.IsCompletedSuccessfully)
        {
            return false;
        }

        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(_healthTimeout);
        try
        {
            await using var command = services.GetRequiredService<NpgsqlDataSource>().CreateCommand("SELECT 1");
            await command.ExecuteScalarAsync(patience.Token);
            return true;
        }
        catch (Exception failure) when (failure is NpgsqlException or OperationCanceledException or TimeoutException)
        {
            return false;
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            while (!Ready.IsCompleted)
            {
                await Task.Delay(_retry, stoppingToken);
                await TryPrepareAsync(stoppingToken);
            }
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            LogFatal(logger, failure.Message);
            Environment.ExitCode = 1;
            lifetime.StopApplication();
        }
    }

    private async Task TryPrepareAsync(CancellationToken cancellationToken)
    {
        try
        {
            await using var scope = services.CreateAsyncScope();
            await services.GetRequiredService<NpgsqlDataSource>().MigrateInTurnAsync(cancellationToken);
            await scope.ServiceProvider.GetRequiredService<MasterKeyCheck>().RunAsync(cancellationToken);
            _ready.TrySetResult();
        }
        catch (Exception failure) when (IsUnreachable(failure))
        {
            // Once, not with every try.
            var reason = failure.GetBaseException().Message;
            if (Interlocked.Exchange(ref _unreachable, reason) != reason)
            {
                LogUnreachable(logger, reason);
            }
        }
    }

    /// <summary>Whether waiting may help; a refused password or a missing right will not mend itself.</summary>
    private static bool IsUnreachable(Exception? failure) => failure switch
    {
        null => false,
        PostgresException answer => answer.IsTransient,
        NpgsqlException or SocketException or TimeoutException => true,
        _ => IsUnreachable(failure.InnerException),
    };

    [LoggerMessage(1, LogLevel.Error, "The database cannot be reached, trying on: {Reason}")]
    private static partial void LogUnreachable(ILogger logger, string reason);

    [LoggerMessage(2, LogLevel.Critical, "AuthHub stops: {Reason}")]
    private static partial void LogFatal(ILogger logger, string reason);
}
