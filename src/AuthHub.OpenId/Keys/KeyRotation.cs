using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace AuthHub.OpenId.Keys;

/// <summary>Rotates signing keys whose time is over, looked at every hour. Several servers may do so at once: one of them wins.</summary>
internal sealed partial class KeyRotation(KeyRing keys, TimeProvider clock, ILogger<KeyRotation> logger) : BackgroundService
{
    private static readonly TimeSpan _interval = TimeSpan.FromHours(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(_interval, clock);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await keys.RotateDueAsync(stoppingToken);
            }
            catch (Exception failure) when (failure is not OperationCanceledException)
            {
                LogFailed(failure.GetBaseException().Message);
            }
        }
    }

    [LoggerMessage(1, LogLevel.Warning, "The signing keys could not be rotated, trying again in an hour: {Reason}")]
    private partial void LogFailed(string reason);
}
