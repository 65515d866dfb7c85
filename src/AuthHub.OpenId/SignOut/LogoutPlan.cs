using AuthHub.OpenId.Clients;

namespace AuthHub.OpenId.SignOut;

/// <summary>Turns sessions that ended into deliveries, one for each app that wants to hear of it (OpenID Back-Channel Logout section 2.5).</summary>
internal sealed class LogoutPlan(ILogoutDeliveries deliveries, ClientCatalog clients, TimeProvider clock)
{
    private const int Most = 100;

    public async Task MakeAsync(CancellationToken cancellationToken)
    {
        while (await deliveries.UntoldAsync(Most, cancellationToken) is { Count: > 0 } ended)
        {
            await BeginAsync(ended, cancellationToken);
        }
    }

    private async Task BeginAsync(IReadOnlyList<EndedSession> ended, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        List<LogoutDelivery> made = [];
        foreach (var (session, apps) in ended)
        {
            foreach (var app in apps.GroupBy(app => app.ClientId, (_, same) => same.MaxBy(one => one.Redeemed)!))
            {
                if (await clients.FindAsync(app.ClientId, cancellationToken) is { Metadata.BackchannelLogoutUri: not null } client && app.HasIdTokenOf(client))
                {
                    made.Add(new LogoutDelivery { Id = Guid.CreateVersion7(now), SessionId = session, ClientId = app.ClientId, Subject = app.Subject, CreatedAt = now, NextAttemptAt = now });
                }
            }
        }

        await deliveries.BeginAsync([.. ended.Select(one => one.SessionId)], made, now, cancellationToken);
    }
}
