using AuthHub.OpenId.Clients;
using AuthHub.OpenId.Outgoing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace AuthHub.OpenId.SignOut;

/// <summary>
/// Sends what is due (OpenID Back-Channel Logout section 2.5): each app in turn, several apps at once. What fails is tried again after
/// longer and longer pauses; an app that does not answer at all holds up only itself.
/// </summary>
internal sealed partial class LogoutSending(IServiceScopeFactory scopes, ClientCatalog clients, LogoutTokens tokens, GuardedHttp http, TimeProvider clock, ILogger<LogoutSending> logger)
{
    private const int MostAtOnce = 200;

    private const int AppsAtOnce = 8;

    /// <summary>The pauses after the first, second, ... failure; after one more it is given up.</summary>
    private static readonly TimeSpan[] Pauses = [TimeSpan.FromSeconds(10), TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(30), TimeSpan.FromHours(2)];

    /// <summary>An attempt nobody came back from is made again after this.</summary>
    private static readonly TimeSpan Lost = TimeSpan.FromMinutes(2);

    /// <summary>What waited longer than this for an app that never answered is given up at its next failure.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromDays(1);

    public async Task SendDueAsync(CancellationToken cancellationToken)
    {
        IReadOnlyList<LogoutDelivery> due;
        await using (var scope = scopes.CreateAsyncScope())
        {
            due = await scope.ServiceProvider.GetRequiredService<ILogoutDeliveries>().DueAsync(clock.GetUtcNow(), MostAtOnce, cancellationToken);
        }

        var limit = new ParallelOptions { MaxDegreeOfParallelism = AppsAtOnce, CancellationToken = cancellationToken };
        await Parallel.ForEachAsync(due.GroupBy(one => one.ClientId), limit, async (ofOne, cancel) => await SendAllAsync(ofOne, cancel));
    }

    private async Task SendAllAsync(IGrouping<string, LogoutDelivery> ofOne, CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var deliveries = scope.ServiceProvider.GetRequiredService<ILogoutDeliveries>();
        foreach (var delivery in ofOne)
        {
            var now = clock.GetUtcNow();
            if (await deliveries.TryBeginAttemptAsync(delivery, now, now + Lost, cancellationToken) && !await SendAsync(deliveries, delivery, cancellationToken))
            {
                await deliveries.PostponeAsync(ofOne.Key, clock.GetUtcNow() + Pauses[0], cancellationToken);
                return;
            }
        }
    }

    /// <summary>One attempt; false when the app gave no answer at all.</summary>
    private async Task<bool> SendAsync(ILogoutDeliveries deliveries, LogoutDelivery delivery, CancellationToken cancellationToken)
    {
        if (await clients.FindAsync(delivery.ClientId, cancellationToken) is not { Metadata.BackchannelLogoutUri: { } address } client)
        {
            await deliveries.NoteFailedAsync(delivery.Id, "the app is gone, disabled, or does not want it any more", null, cancellationToken);
            return true;
        }

        using var body = new FormUrlEncodedContent([new("logout_token", await tokens.WriteAsync(client, delivery, cancellationToken))]);
        switch (await http.PostAsync(address, body, null, cancellationToken))
        {
            case OutgoingVerdict.Answered answered:
                await deliveries.NoteDeliveredAsync(delivery.Id, $"answered {answered.Status}", clock.GetUtcNow(), cancellationToken);
                return true;
            case OutgoingVerdict.Refused refused:
                var again = Again(delivery);
                await deliveries.NoteFailedAsync(delivery.Id, refused.Reason, again, cancellationToken);
                if (again is null)
                {
                    LogGivenUp(delivery.ClientId, delivery.Attempts + 1, refused.Reason);
                }

                return refused.Status is not null;
            default:
                throw new InvalidOperationException();
        }
    }

    private DateTimeOffset? Again(LogoutDelivery delivery)
    {
        var now = clock.GetUtcNow();
        return delivery.Attempts < Pauses.Length && now - delivery.CreatedAt < Longest ? now + Pauses[delivery.Attempts] : null;
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "App {ClientId} was not told that a session ended, given up after {Attempts} attempts: {Reason}")]
    private partial void LogGivenUp(string clientId, int attempts, string reason);
}
