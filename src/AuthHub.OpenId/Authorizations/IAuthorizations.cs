namespace AuthHub.OpenId.Authorizations;

/// <summary>The stored authorizations. Every consumption is one conditional statement; false means another request was first.</summary>
public interface IAuthorizations
{
    /// <summary>False when the pushed request it answers was answered before.</summary>
    Task<bool> AddAsync(Authorization authorization, CancellationToken cancellationToken);

    Task<Authorization?> FindAsync(Guid id, CancellationToken cancellationToken);

    /// <summary>What this person has given and not ended, newest first, no more than <paramref name="take"/>; the caller judges whether it still holds.</summary>
    Task<IReadOnlyList<Authorization>> OfAsync(string subject, int take, CancellationToken cancellationToken);

    Task<Authorization?> FindByCodeAsync(byte[] codeHash, CancellationToken cancellationToken);

    Task<Authorization?> FindByRefreshFamilyAsync(byte[] familyHash, CancellationToken cancellationToken);

    /// <summary>Marks the code as used and, when a refresh token is to be given, starts its family, all at once.</summary>
    Task<bool> RedeemCodeAsync(Guid id, RefreshStart? refresh, DateTimeOffset now, CancellationToken cancellationToken);

    /// <summary>Replaces the live refresh token, unless it is not <paramref name="presentedHash"/> any more.</summary>
    Task<bool> RotateRefreshAsync(Guid id, byte[] presentedHash, byte[] nextHash, byte[] salt, DateTimeOffset now, CancellationToken cancellationToken);

    /// <summary>Ends the family. False when it was ended before.</summary>
    Task<bool> RevokeAsync(Guid id, DateTimeOffset now, CancellationToken cancellationToken);

    /// <summary>Ends every family this person gave to this client; returns how many.</summary>
    Task<int> RevokeAllAsync(string subject, string clientId, DateTimeOffset now, CancellationToken cancellationToken);

    /// <summary>Notes one access token, by its <c>jti</c>, as revoked: those of client_credentials have no authorization.</summary>
    Task RevokeTokenAsync(string jti, DateTimeOffset expiresAt, CancellationToken cancellationToken);

    Task<bool> IsTokenRevokedAsync(string jti, CancellationToken cancellationToken);

    /// <summary>Housekeeping: forgets what cannot be used any more. Nothing depends on it (law L18).</summary>
    Task<int> RemoveExpiredAsync(DateTimeOffset before, CancellationToken cancellationToken);
}
