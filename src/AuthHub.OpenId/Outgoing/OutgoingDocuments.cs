using System.Collections.Concurrent;
using Microsoft.Extensions.Options;

namespace AuthHub.OpenId.Outgoing;

/// <summary>
/// Documents that clients publish, kept for a while. However many requests want one, its address is asked once at a time and once in
/// <see cref="OutgoingSettings.DocumentPause"/> at most; a failure is remembered just as long.
/// </summary>
public sealed class OutgoingDocuments(GuardedHttp http, TimeProvider clock, IOptions<OpenIdSettings> settings)
{
    /// <summary>No more addresses are remembered; the ones longest unasked go first.</summary>
    public const int MostEntries = 1000;

    private readonly ConcurrentDictionary<(string Address, OutgoingContent Wanted), Entry> _entries = new();

    internal int Count => _entries.Count;

    /// <summary>The document at this address.</summary>
    /// <param name="address">An https address a client registered.</param>
    /// <param name="wanted">What it must be.</param>
    /// <param name="anew">True asks again although the known one is still good, unless it was asked a moment ago: for a key nobody knows yet.</param>
    /// <param name="cancellationToken">Ends the waiting of this caller, not the request others wait for.</param>
    public Task<OutgoingVerdict> FindAsync(string address, OutgoingContent wanted, bool anew, CancellationToken cancellationToken)
    {
        if (!_entries.TryGetValue((address, wanted), out var entry))
        {
            MakeRoom();
            entry = _entries.GetOrAdd((address, wanted), static _ => new Entry());
        }

        return entry.ReadAsync(() => http.GetAsync(address, wanted, CancellationToken.None), anew, clock.GetUtcNow(), settings.Value.Outgoing).WaitAsync(cancellationToken);
    }

    private void MakeRoom()
    {
        if (_entries.Count < MostEntries)
        {
            return;
        }

        foreach (var (key, _) in _entries.OrderBy(pair => pair.Value.AskedAt).Take(MostEntries / 10).ToList())
        {
            _entries.TryRemove(key, out _);
        }
    }

    private sealed class Entry
    {
        private readonly Lock _lock = new();

        private Task<OutgoingVerdict>? _last;

        private Task<OutgoingVerdict>? _good;

        private DateTimeOffset _goodFrom;

        public DateTimeOffset AskedAt { get; private set; } = DateTimeOffset.MinValue;

        public Task<OutgoingVerdict> ReadAsync(Func<Task<OutgoingVerdict>> ask, bool anew, DateTimeOffset now, OutgoingSettings settings)
        {
            lock (_lock)
            {
                var good = now - _goodFrom < settings.DocumentLifetime ? _good : null;
                if (good is not null && !anew)
                {
                    return good;
                }

                if (_last is { IsCompleted: false })
                {
                    return _last;
                }

                if (_last is not null && now - AskedAt < settings.DocumentPause)
                {
                    // Asked a moment ago: what is known is all there is.
                    return good ?? _last;
                }

                AskedAt = now;
                return _last = AskAsync(ask, now);
            }
        }

        private async Task<OutgoingVerdict> AskAsync(Func<Task<OutgoingVerdict>> ask, DateTimeOffset now)
        {
            var verdict = await ask();
            if (verdict is OutgoingVerdict.Answered)
            {
                lock (_lock)
                {
                    _good = Task.FromResult(verdict);
                    _goodFrom = now;
                }
            }

            return verdict;
        }
    }
}
