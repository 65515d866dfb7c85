using System.Collections.Frozen;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace AuthHub.OpenId.Clients;

/// <summary>All clients in memory, so that no request reads them from the store. Fresh after <see cref="Invalidate"/> and at every poll.</summary>
public sealed class ClientCatalog(IServiceScopeFactory scopes, TimeProvider clock, IOptions<OpenIdSettings> settings) : IDisposable
{
    private readonly SemaphoreSlim _reading = new(1, 1);

    private volatile Snapshot? _snapshot;

    private int _version;

    /// <summary>The client of this id, compared byte for byte; null when there is none or it is disabled.</summary>
    public async ValueTask<Client?> FindAsync(string clientId, CancellationToken cancellationToken) =>
        (await ReadAsync(cancellationToken)).Clients.GetValueOrDefault(clientId) is { Disabled: false } client ? client : null;

    /// <summary>Whether some client, not disabled, has a redirect URI on this web origin (scheme, host and port as browsers write them).</summary>
    public async ValueTask<bool> IsOriginAsync(string origin, CancellationToken cancellationToken) =>
        (await ReadAsync(cancellationToken)).Origins.Contains(origin);

    /// <summary>Something has changed: read anew before the next answer.</summary>
    public void Invalidate() => Interlocked.Increment(ref _version);

    public void Dispose() => _reading.Dispose();

    private bool IsStale(Snapshot snapshot) =>
        snapshot.Version != Volatile.Read(ref _version) || clock.GetElapsedTime(snapshot.ReadAt) > settings.Value.CachePoll;

    private async ValueTask<Snapshot> ReadAsync(CancellationToken cancellationToken)
    {
        var snapshot = _snapshot;
        return snapshot is not null && !IsStale(snapshot) ? snapshot : await RefreshAsync(cancellationToken);
    }

    private async Task<Snapshot> RefreshAsync(CancellationToken cancellationToken)
    {
        await _reading.WaitAsync(cancellationToken);
        try
        {
            if (_snapshot is { } other && !IsStale(other))
            {
                return other;
            }

            // The version is taken before reading: a change made meanwhile makes this snapshot stale at once.
            var version = Volatile.Read(ref _version);
            var readAt = clock.GetTimestamp();
            await using var scope = scopes.CreateAsyncScope();
            var all = await scope.ServiceProvider.GetRequiredService<IClients>().AllAsync(cancellationToken);
            return _snapshot = new Snapshot(all.ToFrozenDictionary(c => c.ClientId, StringComparer.Ordinal), OriginsOf(all), version, readAt);
        }
        finally
        {
            _reading.Release();
        }
    }

    private static FrozenSet<string> OriginsOf(IEnumerable<Client> clients) => clients
        .Where(client => !client.Disabled)
        .SelectMany(client => client.RedirectUris)
        .Select(uri => new Uri(uri))
        .Where(uri => uri.Scheme == Uri.UriSchemeHttps || uri.Scheme == Uri.UriSchemeHttp)
        .Select(uri => uri.GetLeftPart(UriPartial.Authority))
        .ToFrozenSet(StringComparer.Ordinal);

    private sealed record Snapshot(FrozenDictionary<string, Client> Clients, FrozenSet<string> Origins, int Version, long ReadAt);
}
