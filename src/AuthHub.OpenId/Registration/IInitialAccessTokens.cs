namespace AuthHub.OpenId.Registration;

/// <summary>The stored initial access tokens.</summary>
public interface IInitialAccessTokens
{
    Task AddAsync(InitialAccessToken token, CancellationToken cancellationToken);

    /// <summary>Uses the token once, in one conditional statement; false when it is unknown, used up or expired.</summary>
    Task<bool> TryUseAsync(byte[] tokenHash, DateTimeOffset now, CancellationToken cancellationToken);

    Task<int> RemoveExpiredAsync(DateTimeOffset before, CancellationToken cancellationToken);
}
