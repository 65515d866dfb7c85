namespace AuthHub.SignIn.Runs;

/// <summary>The stored runs.</summary>
public interface IRuns
{
    Task<Run?> FindAsync(Guid id, CancellationToken cancellationToken);

    /// <summary>Stores a run at its first proof. False when a run with this id is already stored (a double submit).</summary>
    Task<bool> AddAsync(Run run, CancellationToken cancellationToken);

    /// <summary>Writes the next state, under the security version it was reached with. False when the revision is not the one read, or the run is completed.</summary>
    Task<bool> SaveAsync(Guid id, int revision, string state, int securityVersion, DateTimeOffset expiresAt, CancellationToken cancellationToken);

    /// <summary>Whether a run of this request was completed by this session.</summary>
    Task<bool> IsDoneAsync(Guid request, Guid session, CancellationToken cancellationToken);

    /// <summary>Marks the run completed by this session. True exactly once.</summary>
    Task<bool> CompleteAsync(Guid id, int revision, Guid session, DateTimeOffset now, CancellationToken cancellationToken);

    /// <summary>Deletes rows past their expiry; housekeeping only (law L18).</summary>
    Task<int> DeleteExpiredAsync(DateTimeOffset now, CancellationToken cancellationToken);
}
