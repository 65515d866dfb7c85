using System.Text.Json;

namespace AuthHub.Jose;

/// <summary>The public keys somebody else publishes (RFC 7517 section 5), as far as they are understood and good.</summary>
public sealed class JsonWebKeySet
{
    /// <summary>No longer document is looked at (law L20, CLI-08).</summary>
    public const int Longest = 64 * 1024;

    /// <summary>A set with more keys is refused.</summary>
    public const int MostKeys = 32;

    private JsonWebKeySet(List<JsonWebKey> forSignatures, List<JsonWebKey> forEncryption)
    {
        ForSignatures = forSignatures;
        ForEncryption = forEncryption;
    }

    public IReadOnlyList<JsonWebKey> ForSignatures { get; }

    public IReadOnlyList<JsonWebKey> ForEncryption { get; }

    /// <summary>
    /// Reads a set. Keys of unknown type, curve, use or algorithm are ignored, as RFC 7517 section 5 asks; a secret, a weak key or two
    /// keys of one name make the whole set no good (JOS-16).
    /// </summary>
    public static JsonWebKeySetVerdict Read(ReadOnlySpan<byte> utf8)
    {
        if (utf8.Length > Longest)
        {
            return new JsonWebKeySetVerdict.Refused(JoseRefusal.TooLong);
        }

        if (JsonMembers.ReadObject(utf8) is not { } members || !members.TryGetProperty("keys", out var keys) || keys.ValueKind != JsonValueKind.Array || !keys.EnumerateArray().All(k => k.ValueKind == JsonValueKind.Object))
        {
            return new JsonWebKeySetVerdict.Refused(JoseRefusal.KeySetMalformed);
        }

        if (keys.GetArrayLength() > MostKeys)
        {
            return new JsonWebKeySetVerdict.Refused(JoseRefusal.TooManyKeys);
        }

        if (keys.EnumerateArray().Any(JsonWebKey.ShowsSecret))
        {
            return new JsonWebKeySetVerdict.Refused(JoseRefusal.SecretShown);
        }

        return keys.EnumerateArray().Any(JsonWebKey.IsWeak) ? new JsonWebKeySetVerdict.Refused(JoseRefusal.KeyUnfit) : Sort(keys);
    }

    private static JsonWebKeySetVerdict Sort(JsonElement keys)
    {
        var set = new JsonWebKeySet(For(keys, KeyUse.Signature), For(keys, KeyUse.Encryption));
        return HasTwins(set.ForSignatures) || HasTwins(set.ForEncryption)
            ? new JsonWebKeySetVerdict.Refused(JoseRefusal.KeyIdRepeated)
            : new JsonWebKeySetVerdict.Accepted(set);
    }

    private static List<JsonWebKey> For(JsonElement keys, KeyUse use) => [.. keys.EnumerateArray().Select(k => JsonWebKey.Read(k, use)).OfType<JsonWebKey>()];

    private static bool HasTwins(IReadOnlyList<JsonWebKey> keys) => keys.Where(k => k.Kid is not null).GroupBy(k => k.Kid, StringComparer.Ordinal).Any(g => g.Count() > 1);
}
