namespace AuthHub.OpenId.Keys;

/// <summary>A key of ours as it is stored: one that signs, or one of a <see cref="DecryptionKind"/>. The record fixes the algorithm; a token's header only selects among records (law L15).</summary>
public sealed class StoredSigningKey
{
    /// <summary>RFC 7638 thumbprint.</summary>
    public required string Kid { get; init; }

    public required string Algorithm { get; init; }

    /// <summary>Counts the keys of one algorithm; unique, so two servers cannot both make the same one.</summary>
    public required int Generation { get; init; }

    /// <summary><see cref="KeyStates"/>.</summary>
    public required string State { get; set; }

    /// <summary>PKCS #8, sealed.</summary>
    public required byte[] SealedKey { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset? RetiredAt { get; set; }
}
