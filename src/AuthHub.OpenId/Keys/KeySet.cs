using System.Buffers;
using System.Collections.Frozen;
using System.Text.Json;
using AuthHub.Jose;

namespace AuthHub.OpenId.Keys;

/// <summary>All signing keys at one moment, imported and ready, with the published document already written.</summary>
public sealed class KeySet
{
    private readonly FrozenDictionary<string, SigningKey> _current;

    private readonly FrozenDictionary<string, VerificationKey> _verification;

    internal KeySet(IReadOnlyList<(StoredSigningKey Record, SigningKey Key)> keys, int version, long readAt)
    {
        Version = version;
        ReadAt = readAt;
        Keys = keys;
        _current = keys.Where(k => k.Record.State == KeyStates.Current).ToFrozenDictionary(k => k.Record.Algorithm, k => k.Key, StringComparer.Ordinal);
        _verification = keys.ToFrozenDictionary(k => k.Key.Kid, k => VerificationOf(k.Key), StringComparer.Ordinal);
        Document = Write(keys);
    }

    private KeySet(KeySet same, int version, long readAt)
    {
        Version = version;
        ReadAt = readAt;
        Keys = same.Keys;
        _current = same._current;
        _verification = same._verification;
        Document = same.Document;
    }

    /// <summary>The JWK set (RFC 7517 section 5): next, current and retired keys.</summary>
    public ReadOnlyMemory<byte> Document { get; }

    /// <summary>The records behind it, for whoever shows or counts them.</summary>
    public IEnumerable<StoredSigningKey> Records => Keys.Select(k => k.Record);

    internal int Version { get; }

    internal long ReadAt { get; }

    internal IReadOnlyList<(StoredSigningKey Record, SigningKey Key)> Keys { get; }

    /// <summary>The key that signs with this algorithm now.</summary>
    public SigningKey Current(string algorithm) => _current[algorithm];

    /// <summary>One of our own keys by its id; null for every other id.</summary>
    public VerificationKey? Find(string? kid) => kid is null ? null : _verification.GetValueOrDefault(kid);

    internal bool HasCurrent(string algorithm) => _current.ContainsKey(algorithm);

    /// <summary>True when reading anew brought nothing new, so that nothing has to be imported or written again.</summary>
    internal bool IsMadeOf(IReadOnlyList<StoredSigningKey> records) => records.Select(r => (r.Kid, r.State)).SequenceEqual(Records.Select(r => (r.Kid, r.State)));

    /// <summary>The same keys, read later.</summary>
    internal KeySet ReadAgain(int version, long readAt) => new(this, version, readAt);

    private static VerificationKey VerificationOf(SigningKey key) =>
        VerificationKey.TryCreate(key.PublicKey, key.Algorithm, out var verification)
            ? verification
            : throw new InvalidOperationException($"Signing key {key.Kid} is no valid {key.Algorithm.Name} key.");

    private static ReadOnlyMemory<byte> Write(IReadOnlyList<(StoredSigningKey Record, SigningKey Key)> keys)
    {
        var buffer = new ArrayBufferWriter<byte>(4096);
        using var writer = new Utf8JsonWriter(buffer);
        writer.WriteStartObject();
        writer.WriteStartArray("keys");

        // Simple clients take the first key that fits, so the one in use comes first.
        foreach (var (_, key) in keys.OrderBy(k => k.Record.State switch { KeyStates.Current => 0, KeyStates.Next => 1, _ => 2 }).ThenByDescending(k => k.Record.Generation))
        {
            key.PublicKey.WriteTo(writer);
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
        writer.Flush();
        return buffer.WrittenMemory;
    }
}
