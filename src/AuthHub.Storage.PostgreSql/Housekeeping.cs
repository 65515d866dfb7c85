using AuthHub.SignIn;
using AuthHub.SignIn.Runs;
using AuthHub.SignIn.Throttling;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace AuthHub.Storage.PostgreSql;

/// <summary>Deletes what expired, every ten minutes, on one node at a time. Nothing depends on it (law L18).</summary>
internal sealed partial class Housekeeping(IServiceScopeFactory scopes, StorageStart start, TimeProvider clock, ILogger<Housekeeping> logger) : BackgroundService
{
    internal const long LockKey = 0x41757468_48756201;

    private static readonly TimeSpan _interval = TimeSpan.FromMinutes(10);

    /// <summary>One round; -1 when another node is at it.</summary>
    public async Task<int> CleanAsync(CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var services = scope.ServiceProvider;
        var db = services.GetRequiredService<AuthHubDb>();
        return await services.GetRequiredService<ITransactions>().RunAsync(
            async token =>
            {
                // The lock goes with the transaction.
                var mine = await db.Database.SqlQuery<bool>($"SELECT pg_try_advisory_xact_lock({LockKey}) AS \"Value\"").SingleAsync(token);
                if (!mine)
                {
                    return -1;
                }

                var now = clock.GetUtcNow();
                var deleted = await services.GetRequiredService<IRuns>().DeleteExpiredAsync(now, token)
                    + await services.GetRequiredService<IChallenges>().DeleteExpiredAsync(now, token)
                    + await services.GetRequiredService<IThrottle>().DeleteExpiredAsync(token);
                foreach (var other in services.GetServices<IHousekeeping>())
                {
                    deleted += await other.DeleteExpiredAsync(now, token);
                }

                return deleted;
            },
            cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await start.Ready.WaitAsync(stoppingToken);
        using var timer = new PeriodicTimer(_interval);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await CleanAsync(stoppingToken);
            }
            catch (Exception failure) when (failure is not OperationCanceledException)
            {
                LogFailed(logger, failure.GetBaseException().Message);
            }
        }
    }

    [LoggerMessage(1, LogLevel.Warning, "Expired rows could not be deleted: {Reason}")]
    private static partial void LogFailed(ILogger logger, string reason);
}
