namespace AuthHub.SignIn.Runs;

/// <summary>The open challenges.</summary>
public interface IChallenges
{
    /// <summary>The open one for this owner, method and purpose, also when expired; the caller judges.</summary>
    Task<Challenge?> FindAsync(string owner, string method, ChallengePurpose purpose, CancellationToken cancellationToken);

    /// <summary>Puts a challenge in the place of any older one of the same owner, method and purpose.</summary>
    Task PutAsync(Challenge challenge, CancellationToken cancellationToken);

    /// <summary>Counts a try before the answer is checked. False when the challenge is gone or has used up <paramref name="limit"/> tries.</summary>
    Task<bool> CountTryAsync(Guid id, int limit, CancellationToken cancellationToken);

    /// <summary>Writes new state for a challenge that goes on (a second step of an enrolment). False when it is gone.</summary>
    Task<bool> SaveAsync(Guid id, byte[] sealedState, CancellationToken cancellationToken);

    /// <summary>Consumes the challenge. True exactly once (law L8).</summary>
    Task<bool> ConsumeAsync(Guid id, CancellationToken cancellationToken);

    Task<int> DeleteExpiredAsync(DateTimeOffset now, CancellationToken cancellationToken);
}
