using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace AuthHub.OpenId.SignOut;

/// <summary>Tells apps that sessions ended, in the background (OpenID Back-Channel Logout). Several servers may do so at once: each telling is one server's.</summary>
internal sealed partial class BackChannelLogout(IServiceScopeFactory scopes, LogoutSending sending, ILogger<BackChannelLogout> logger) : BackgroundService
{
    private static readonly TimeSpan _interval = TimeSpan.FromSeconds(1);

    /// <summary>One round: notes what ended, sends what is due.</summary>
    public async Task RoundAsync(CancellationToken cancellationToken)
    {
        await using (var scope = scopes.CreateAsyncScope())
        {
            await scope.ServiceProvider.GetRequiredService<LogoutPlan>().MakeAsync(cancellationToken);
        }

        await sending.SendDueAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var failed = false;
        using var timer = new PeriodicTimer(_interval);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await RoundAsync(stoppingToken);
                failed = false;
            }
            catch (Exception failure) when (failure is not OperationCanceledException)
            {
                // A store out of reach is told once, not every second.
                if (!failed)
                {
                    LogFailed(failure.GetBaseException().Message);
                }

                failed = true;
            }
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Apps cannot be told of ended sessions, trying on every second: {Reason}")]
    private partial void LogFailed(string reason);
}
