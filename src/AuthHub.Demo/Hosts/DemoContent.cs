using AuthHub.Demo.Clients;
using AuthHub.Demo.Messages;
using AuthHub.Demo.People;
using AuthHub.Demo.Time;
using AuthHub.OpenId.Clients;
using AuthHub.OpenId.Resources;
using AuthHub.Storage;

namespace AuthHub.Demo.Hosts;

/// <summary>Puts the demo's accounts and the helpdesk's registration in place before AuthHub takes its first request, and again after a reset.</summary>
internal sealed class DemoContent(IServiceProvider services, IStorageHealth storage, Databases databases, DemoPeople people, HelpdeskClient helpdesk) : IHostedLifecycleService
{
    /// <summary>How the helpdesk reaches its database; known once AuthHub has started.</summary>
    public string HelpdeskDatabase { get; private set; } = "";

    public async Task StartingAsync(CancellationToken cancellationToken)
    {
        if (!await storage.CheckAsync(cancellationToken))
        {
            throw new StopException("The database does not answer: start it, or take ConnectionStrings:AuthHub away to let the demo run its own.", StopException.Unable);
        }

        HelpdeskDatabase = await databases.HelpdeskAsync(cancellationToken);
        await FillAsync(cancellationToken);
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Back to a fresh demo without a restart; only keys outlive it.</summary>
    public async Task ResetAsync(DemoClock clock, Outbox outbox, CancellationToken cancellationToken)
    {
        clock.Reset();
        await databases.EmptyAsync(cancellationToken);
        services.GetRequiredService<ClientCatalog>().Invalidate();
        services.GetRequiredService<ResourceCatalog>().Invalidate();
        await FillAsync(cancellationToken);
        outbox.Clear();
    }

    private async Task FillAsync(CancellationToken cancellationToken)
    {
        await people.EnsureAsync(DemoAccounts.Wishes, cancellationToken);
        await helpdesk.EnsureAsync(services, cancellationToken);
    }
}
