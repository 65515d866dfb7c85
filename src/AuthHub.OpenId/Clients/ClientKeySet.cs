using System.Collections.Concurrent;
using AuthHub.Jose;

namespace AuthHub.OpenId.Clients;

/// <summary>One client's public keys, imported for the algorithms it is asked for and kept so.</summary>
public sealed class ClientKeySet(JsonWebKeySet set, ReadOnlyMemory<byte> text)
{
    private readonly ConcurrentDictionary<string, VerificationKeys> _imported = new(StringComparer.Ordinal);

    /// <summary>All of it, as read.</summary>
    public JsonWebKeySet Set { get; } = set;

    /// <summary>All of it, as the client wrote it.</summary>
    public ReadOnlyMemory<byte> Text { get; } = text;

    /// <summary>The keys that check signatures made with one of these algorithms.</summary>
    public VerificationKeys For(IReadOnlyList<SignatureAlgorithm> algorithms)
    {
        var name = algorithms.Count == 1 ? algorithms[0].Name : string.Join(' ', algorithms.Select(a => a.Name));
        return _imported.GetOrAdd(name, static (_, it) => new VerificationKeys(it.Set, it.Algorithms), (Set, Algorithms: algorithms));
    }
}
