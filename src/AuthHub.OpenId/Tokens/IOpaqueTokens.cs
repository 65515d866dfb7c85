namespace AuthHub.OpenId.Tokens;

/// <summary>The stored opaque access tokens. Revoking works as for signed ones: by their authorization, or by their <c>jti</c>.</summary>
public interface IOpaqueTokens
{
    Task AddAsync(OpaqueToken token, CancellationToken cancellationToken);

    /// <summary>One that has not expired.</summary>
    Task<OpaqueToken?> FindAsync(byte[] hash, DateTimeOffset now, CancellationToken cancellationToken);
}
