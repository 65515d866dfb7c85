namespace AuthHub.OpenId.Registration;

/// <summary>The stored initial access tokens.</summary>
public interface IInitialAccessTokens
{
    /// <summary>False when one of this id is there already.</summary>
    Task<bool> AddAsync(InitialAccessToken token, CancellationToken cancellationToken);

    /// <summary>All of them, newest first; used up and expired ones too, until housekeeping forgets them.</summary>
    Task<IReadOnlyList<InitialAccessToken>> AllAsync(CancellationToken cancellationToken);

    /// <summary>Takes one back and returns what it was; null when it is gone.</summary>
    Task<InitialAccessToken?> RemoveAsync(Guid id, CancellationToken cancellationToken);

    /// <summary>Uses the token once, in one conditional statement; false when it is unknown, used up or expired.</summary>
    Task<bool> TryUseAsync(byte[] tokenHash, DateTimeOffset now, CancellationToken cancellationToken);

    Task<int> RemoveExpiredAsync(DateTimeOffset before, CancellationToken cancellationToken);
}
