using System.Buffers;
using System.Collections.Frozen;
using System.Text.Json;
using AuthHub.Jose;
using AuthHub.Jose.Encryption;

namespace AuthHub.OpenId.Keys;

/// <summary>All our keys at one moment, imported and ready, with the published document already written.</summary>
public sealed class KeySet
{
    private readonly FrozenDictionary<string, SigningKey> _current;

    private readonly FrozenDictionary<string, VerificationKey> _verification;

    private readonly FrozenDictionary<string, DecryptionKey> _decryption;

    internal KeySet(IReadOnlyList<OurKey> keys, int version, long readAt)
    {
        Version = version;
        ReadAt = readAt;
        Keys = keys;
        var signing = keys.Where(k => k.Signing is not null).ToList();
        _current = signing.Where(k => k.Record.State == KeyStates.Current).ToFrozenDictionary(k => k.Record.Algorithm, k => k.Signing!, StringComparer.Ordinal);
        _verification = signing.ToFrozenDictionary(k => k.Record.Kid, k => VerificationOf(k.Signing!), StringComparer.Ordinal);
        _decryption = keys.Where(k => k.Decryption is not null).ToFrozenDictionary(k => k.Record.Kid, k => k.Decryption!, StringComparer.Ordinal);
        Document = Write(keys);
    }

    private KeySet(KeySet same, int version, long readAt)
    {
        Version = version;
        ReadAt = readAt;
        Keys = same.Keys;
        _current = same._current;
        _verification = same._verification;
        _decryption = same._decryption;
        Document = same.Document;
    }

    /// <summary>The JWK set (RFC 7517 section 5): of the keys that sign next, current and retired ones, of those that open the current one.</summary>
    public ReadOnlyMemory<byte> Document { get; }

    /// <summary>The records behind it, for whoever shows or counts them.</summary>
    public IEnumerable<StoredSigningKey> Records => Keys.Select(k => k.Record);

    internal int Version { get; }

    internal long ReadAt { get; }

    internal IReadOnlyList<OurKey> Keys { get; }

    /// <summary>The key that signs with this algorithm now.</summary>
    public SigningKey Current(string algorithm) => _current[algorithm];

    /// <summary>One of our own keys by its id; null for every other id.</summary>
    public VerificationKey? Find(string? kid) => kid is null ? null : _verification.GetValueOrDefault(kid);

    /// <summary>The key that opens what was encrypted for it, whatever its state; null for every other id.</summary>
    public DecryptionKey? FindDecryption(string? kid) => kid is null ? null : _decryption.GetValueOrDefault(kid);

    internal bool HasCurrent(string algorithm) => Records.Any(record => record.Algorithm == algorithm && record.State == KeyStates.Current);

    /// <summary>True when reading anew brought nothing new, so that nothing has to be imported or written again.</summary>
    internal bool IsMadeOf(IReadOnlyList<StoredSigningKey> records) => records.Select(r => (r.Kid, r.State)).SequenceEqual(Records.Select(r => (r.Kid, r.State)));

    /// <summary>The same keys, read later.</summary>
    internal KeySet ReadAgain(int version, long readAt) => new(this, version, readAt);

    private static VerificationKey VerificationOf(SigningKey key) =>
        VerificationKey.TryCreate(key.PublicKey, key.Algorithm, out var verification)
            ? verification
            : throw new InvalidOperationException($"Signing key {key.Kid} is no valid {key.Algorithm.Name} key.");

    private static ReadOnlyMemory<byte> Write(IReadOnlyList<OurKey> keys)
    {
        var buffer = new ArrayBufferWriter<byte>(4096);
        using var writer = new Utf8JsonWriter(buffer);
        writer.WriteStartObject();
        writer.WriteStartArray("keys");

        // Simple clients take the first key that fits, so the one in use comes first, and those for signatures before those for encryption.
        var published = keys.Where(k => k.Signing is not null || k.Record.State == KeyStates.Current).OrderBy(k => k.Signing is null)
            .ThenBy(k => k.Record.State switch { KeyStates.Current => 0, KeyStates.Next => 1, _ => 2 }).ThenByDescending(k => k.Record.Generation);
        foreach (var key in published)
        {
            key.PublicKey.WriteTo(writer);
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
        writer.Flush();
        return buffer.WrittenMemory;
    }
}
