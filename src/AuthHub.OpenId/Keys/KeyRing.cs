using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace AuthHub.OpenId.Keys;

/// <summary>Our keys in memory, those that sign and those that open what clients encrypt for us. Makes them at first start, rotates them, reads them anew after <see cref="Invalidate"/> and at every poll.</summary>
public sealed partial class KeyRing(IServiceScopeFactory scopes, IKeySealing sealing, TimeProvider clock, IOptions<OpenIdSettings> settings, ILogger<KeyRing> logger) : IDisposable
{
    private readonly SemaphoreSlim _reading = new(1, 1);

    private readonly SealedKeys _sealed = new(sealing, clock, settings.Value);

    private volatile KeySet? _set;

    private int _version;

    /// <summary>The keys as of now. Creates the first ones where there are none, so a host may call it at start to be ready.</summary>
    public async ValueTask<KeySet> ReadAsync(CancellationToken cancellationToken)
    {
        var set = _set;
        return set is not null && !IsStale(set) ? set : await RefreshAsync(cancellationToken);
    }

    /// <summary>Something has changed: read anew before the next answer.</summary>
    public void Invalidate() => Interlocked.Increment(ref _version);

    /// <summary>The current keys retire, the next ones sign, new next ones are published. Returns how many algorithms were rotated here.</summary>
    public Task<int> RotateAsync(CancellationToken cancellationToken) => RotateAsync(_ => true, cancellationToken);

    /// <summary>The same for keys that have signed for as long as they should: a next key was made when the one before it began to sign.</summary>
    public Task<int> RotateDueAsync(CancellationToken cancellationToken) =>
        RotateAsync(next => clock.GetUtcNow() - next.CreatedAt >= settings.Value.KeyLifetime, cancellationToken);

    /// <summary>
    /// A private key may be in wrong hands: it is forgotten at once, and with it every token it signed; another one signs. False when no key has this id.
    /// Copies of the published set last five minutes.
    /// </summary>
    public async Task<bool> ForgetAsync(string kid, CancellationToken cancellationToken)
    {
        Invalidate();
        var set = await ReadAsync(cancellationToken);
        if (set.Records.FirstOrDefault(k => k.Kid == kid) is not { } record)
        {
            return false;
        }

        if (record.State == KeyStates.Next)
        {
            // It becomes the current one and retires unused, so that generations have no gap.
            await RotateAsync(next => next.Algorithm == record.Algorithm, cancellationToken);
        }

        if (record.State != KeyStates.Retired)
        {
            await RotateAsync(next => next.Algorithm == record.Algorithm, cancellationToken);
        }

        await using var scope = scopes.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<ISigningKeys>().RemoveAsync(kid, cancellationToken);
        LogForgotten(record.Algorithm, kid);
        Invalidate();
        return true;
    }

    private async Task<int> RotateAsync(Func<StoredSigningKey, bool> due, CancellationToken cancellationToken)
    {
        var set = await ReadAsync(cancellationToken);
        await using var scope = scopes.CreateAsyncScope();
        var store = scope.ServiceProvider.GetRequiredService<ISigningKeys>();
        var rotated = 0;
        foreach (var next in set.Records.Where(k => k.State == KeyStates.Next && due(k)))
        {
            var fresh = _sealed.Make(next.Algorithm, next.Generation + 1, KeyStates.Next);
            if (await store.TryRotateAsync(fresh, clock.GetUtcNow(), cancellationToken))
            {
                LogRotated(next.Algorithm, next.Kid);
                rotated++;
            }
        }

        // A retired key is needed until the last token it signed has expired, or the last client that knows it has read the published ones again.
        var longest = settings.Value.IdTokenLifetime > settings.Value.AccessTokenLifetime ? settings.Value.IdTokenLifetime : settings.Value.AccessTokenLifetime;
        await store.RemoveRetiredAsync(clock.GetUtcNow() - settings.Value.RetiredKeyStays - longest, cancellationToken);
        Invalidate();
        return rotated;
    }

    public void Dispose() => _reading.Dispose();

    private bool IsStale(KeySet set) => set.Version != Volatile.Read(ref _version) || clock.GetElapsedTime(set.ReadAt) > settings.Value.CachePoll;

    private async Task<KeySet> RefreshAsync(CancellationToken cancellationToken)
    {
        await _reading.WaitAsync(cancellationToken);
        try
        {
            if (_set is { } other && !IsStale(other))
            {
                return other;
            }

            await using var scope = scopes.CreateAsyncScope();
            var store = scope.ServiceProvider.GetRequiredService<ISigningKeys>();
            var set = await LoadAsync(store, cancellationToken);
            if (await CreateMissingAsync(store, set, cancellationToken))
            {
                set = await LoadAsync(store, cancellationToken);
            }

            return _set = set;
        }
        finally
        {
            _reading.Release();
        }
    }

    private async Task<KeySet> LoadAsync(ISigningKeys store, CancellationToken cancellationToken)
    {
        var version = Volatile.Read(ref _version);
        var readAt = clock.GetTimestamp();
        var records = await store.AllAsync(cancellationToken);

        if (_set is { } before && before.IsMadeOf(records))
        {
            return before.ReadAgain(version, readAt);
        }

        // Keys already imported are taken over; importing is what costs.
        var known = _set?.Keys.ToDictionary(k => k.Record.Kid) ?? [];
        return new KeySet([.. records.Select(r => known.TryGetValue(r.Kid, out var key) ? key with { Record = r } : _sealed.Import(r))], version, readAt);
    }

    private async Task<bool> CreateMissingAsync(ISigningKeys store, KeySet set, CancellationToken cancellationToken)
    {
        var missing = SealedKeys.Algorithms.Where(algorithm => !set.HasCurrent(algorithm)).ToList();
        foreach (var algorithm in missing)
        {
            // Two servers starting at once make the same generations; the unique index lets one of them win.
            if (await store.TryAddAsync([_sealed.Make(algorithm, 1, KeyStates.Current), _sealed.Make(algorithm, 2, KeyStates.Next)], cancellationToken))
            {
                LogCreated(algorithm);
            }
        }

        return missing.Count > 0;
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Made the first {Algorithm} keys")]
    private partial void LogCreated(string algorithm);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The {Algorithm} key {Kid} is forgotten; what it signed, or was encrypted for it, is not accepted any more")]
    private partial void LogForgotten(string algorithm, string kid);

    [LoggerMessage(Level = LogLevel.Information, Message = "Rotated the {Algorithm} key; {Kid} is the current one")]
    private partial void LogRotated(string algorithm, string kid);
}
