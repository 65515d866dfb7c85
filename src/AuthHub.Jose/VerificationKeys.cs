namespace AuthHub.Jose;

/// <summary>
/// A client's keys, each bound to the algorithms registered for it and imported once. Where a key does not say its algorithm, the
/// registration does; a token's header only selects (RFC 8725 section 3.1, law L15).
/// </summary>
public sealed class VerificationKeys : IDisposable
{
    private readonly List<VerificationKey> _keys = [];

    /// <param name="set">The client's set.</param>
    /// <param name="algorithms">What this client may sign with; best one alone.</param>
    public VerificationKeys(JsonWebKeySet set, IReadOnlyList<SignatureAlgorithm> algorithms)
    {
        foreach (var (key, algorithm) in from key in set.ForSignatures from algorithm in algorithms select (key, algorithm))
        {
            if (VerificationKey.TryCreate(key, algorithm, out var verification))
            {
                _keys.Add(verification);
            }
        }
    }

    public int Count => _keys.Count;

    public void Dispose() => _keys.ForEach(k => k.Dispose());

    /// <summary>The one key a header means; the reason where it means none or more than one (OpenID Connect Core section 10.1).</summary>
    internal JoseRefusal? Select(JwsHeader header, out VerificationKey? key)
    {
        key = null;
        var named = _keys.FindAll(k => header.Kid is null || k.Kid == header.Kid);
        if (named.Count == 0)
        {
            return JoseRefusal.KeyUnknown;
        }

        var fitting = named.FindAll(k => k.Algorithm == header.Algorithm);
        key = fitting.Count == 1 ? fitting[0] : null;
        return fitting.Count switch { 0 => JoseRefusal.AlgorithmMismatch, 1 => null, _ => JoseRefusal.KeyUnknown };
    }
}
