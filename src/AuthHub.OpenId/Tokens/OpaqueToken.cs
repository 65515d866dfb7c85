namespace AuthHub.OpenId.Tokens;

/// <summary>An access token that tells its holder nothing: what a signed one would say stands here, under the hash of the token.</summary>
public sealed class OpaqueToken
{
    /// <summary>SHA-256 of the token; it is random enough for a fast hash.</summary>
    public required byte[] Hash { get; init; }

    public required string ClientId { get; init; }

    /// <summary>The claims RFC 9068 section 2.2 lists, as JSON.</summary>
    public required string Claims { get; init; }

    public required DateTimeOffset ExpiresAt { get; init; }
}
