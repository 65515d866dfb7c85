namespace AuthHub.SignIn.Authenticators;

/// <summary>The authenticators people have bound.</summary>
public interface IAuthenticators
{
    Task<IReadOnlyList<Authenticator>> OfAsync(Guid user, CancellationToken cancellationToken);

    Task<Authenticator?> FindAsync(Guid user, Guid id, CancellationToken cancellationToken);

    /// <summary>Whether a value of <see cref="Authenticator.ExternalId"/> is taken by anybody.</summary>
    Task<bool> ExternalIdExistsAsync(string externalId, CancellationToken cancellationToken);

    /// <summary>Adds. False when its external id is taken (decided by the unique index) or the person already has <paramref name="limit"/> of the method.</summary>
    Task<bool> AddAsync(Authenticator authenticator, int limit, CancellationToken cancellationToken);

    /// <summary>Counts a failure before the answer is checked. False, and nothing is counted, when the count has reached <paramref name="limit"/> (law L9).</summary>
    Task<bool> CountAttemptAsync(Guid id, int limit, CancellationToken cancellationToken);

    /// <summary>Takes back a counted attempt that was no guess, such as a code used a moment ago.</summary>
    Task ForgiveAttemptAsync(Guid id, CancellationToken cancellationToken);

    /// <summary>Writes the state after an accepted answer. False when another answer was accepted since <paramref name="version"/> was read (law L8).</summary>
    Task<bool> UseAsync(Guid id, int version, byte[] sealedState, DateTimeOffset now, CancellationToken cancellationToken);

    /// <summary>Sets the failure counts of a person's authenticators to zero: all after a second factor was proved, else only those named.</summary>
    Task ClearFailuresAsync(Guid user, IReadOnlyCollection<Guid>? only, CancellationToken cancellationToken);

    Task<bool> RenameAsync(Guid user, Guid id, string label, CancellationToken cancellationToken);

    /// <summary>Removes. With <paramref name="keepOneOf"/>, false when nothing of those methods would be left (law L12); decided under a lock on the person's row.</summary>
    Task<bool> RemoveAsync(Guid user, Guid id, IReadOnlyCollection<string>? keepOneOf, CancellationToken cancellationToken);
}
