using System.Threading.Channels;
using AuthHub.OpenId.Clients;
using AuthHub.OpenId.Subjects;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace AuthHub.OpenId.CrossDevice;

/// <summary>
/// Tells people that an app asks, and apps that a person answered; beside the requests, so that nobody waits for the other side, and no
/// time taken tells whether there is such a person. Outcomes are found in the store, so none is lost by a restart.
/// </summary>
public sealed partial class BackchannelDelivery(IServiceScopeFactory scopes, TimeProvider clock, ILogger<BackchannelDelivery> logger) : BackgroundService
{
    private const int MostWaiting = 1_000;

    private const int AtOnce = 16;

    /// <summary>How often the store is asked when nothing happens here: for what other servers left behind, and for what expired.</summary>
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(10);

    private readonly SemaphoreSlim _places = new(AtOnce, AtOnce);

    private readonly Channel<Guid?> _events = Channel.CreateBounded<Guid?>(new BoundedChannelOptions(MostWaiting) { FullMode = BoundedChannelFullMode.DropWrite });

    /// <summary>A request waits for its person.</summary>
    public void Tell(Guid request) => _events.Writer.TryWrite(request);

    /// <summary>There is an outcome.</summary>
    public void Deliver() => _events.Writer.TryWrite(null);

    public override void Dispose()
    {
        _places.Dispose();
        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new Timer(_ => Deliver(), null, Interval, Interval);
        await foreach (var request in _events.Reader.ReadAllAsync(stoppingToken))
        {
            await InScopeAsync(services => request is { } id ? TellAsync(services, id, stoppingToken) : DeliverAsync(services, stoppingToken));
        }
    }

    private async Task InScopeAsync(Func<IServiceProvider, Task> work)
    {
        try
        {
            await using var scope = scopes.CreateAsyncScope();
            await work(scope.ServiceProvider);
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            LogFailed(failure.GetBaseException().Message);
        }
    }

    private static async Task TellAsync(IServiceProvider services, Guid id, CancellationToken cancellationToken)
    {
        var clients = services.GetRequiredService<ClientCatalog>();
        if (await services.GetRequiredService<ICrossDeviceRequests>().FindAsync(id, cancellationToken) is { Subject: { } subject } request
            && await clients.FindAsync(request.ClientId, cancellationToken) is { } client)
        {
            await services.GetRequiredService<IPersonNotices>().TellAsync(subject, client.Name, request.BindingMessage, cancellationToken);
        }
    }

    private async Task DeliverAsync(IServiceProvider services, CancellationToken cancellationToken)
    {
        foreach (var request in await services.GetRequiredService<ICrossDeviceRequests>().DueAsync(clock.GetUtcNow(), AtOnce, cancellationToken))
        {
            // A client that is slow to listen holds up nobody else.
            await _places.WaitAsync(cancellationToken);
            _ = InScopeAsync(async own =>
            {
                try
                {
                    await own.GetRequiredService<BackchannelOutcomes>().DeliverAsync(request, cancellationToken);
                }
                finally
                {
                    _places.Release();
                }
            });
        }
    }

    [LoggerMessage(1, LogLevel.Warning, "A person or a client could not be told: {Reason}")]
    private partial void LogFailed(string reason);
}
