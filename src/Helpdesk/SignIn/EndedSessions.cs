using System.Collections.Concurrent;

namespace Helpdesk.SignIn;

/// <summary>Remembers which sessions were ended before their time, so that a copied cookie dies with the log-out.</summary>
internal sealed class EndedSessions(TimeProvider time)
{
    private readonly ConcurrentDictionary<string, DateTimeOffset> ended = new(StringComparer.Ordinal);

    public void Add(string session)
    {
        var now = time.GetUtcNow();
        foreach (var old in ended.Where(entry => entry.Value <= now))
        {
            ended.TryRemove(old);
        }

        ended[session] = now + SessionCookie.Life;
    }

    public bool Contains(string session) => ended.ContainsKey(session);
}
