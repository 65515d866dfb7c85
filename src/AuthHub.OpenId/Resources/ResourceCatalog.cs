using System.Collections.Frozen;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace AuthHub.OpenId.Resources;

/// <summary>All resources in memory: those of the settings, and those stored. Fresh after <see cref="Invalidate"/> and at every poll.</summary>
public sealed class ResourceCatalog(IServiceScopeFactory scopes, TimeProvider clock, IOptions<OpenIdSettings> settings) : IDisposable
{
    private readonly SemaphoreSlim _reading = new(1, 1);

    private volatile Snapshot? _snapshot;

    private int _version;

    /// <summary>The resource of this indicator, compared byte for byte; null when there is none.</summary>
    public async ValueTask<Resource?> FindAsync(string indicator, CancellationToken cancellationToken)
    {
        var snapshot = _snapshot;
        if (snapshot is null || IsStale(snapshot))
        {
            snapshot = await RefreshAsync(cancellationToken);
        }

        return snapshot.Resources.GetValueOrDefault(indicator);
    }

    /// <summary>Something has changed: read anew before the next answer.</summary>
    public void Invalidate() => Interlocked.Increment(ref _version);

    public void Dispose() => _reading.Dispose();

    private bool IsStale(Snapshot snapshot) =>
        snapshot.Version != Volatile.Read(ref _version) || clock.GetElapsedTime(snapshot.ReadAt) > settings.Value.CachePoll;

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
            var stored = await scope.ServiceProvider.GetRequiredService<IResources>().AllAsync(cancellationToken);
            var all = settings.Value.Resources.Concat(stored).DistinctBy(resource => resource.Indicator, StringComparer.Ordinal);
            return _snapshot = new Snapshot(all.ToFrozenDictionary(resource => resource.Indicator, StringComparer.Ordinal), version, readAt);
        }
        finally
        {
            _reading.Release();
        }
    }

    private sealed record Snapshot(FrozenDictionary<string, Resource> Resources, int Version, long ReadAt);
}
