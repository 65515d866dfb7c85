using AuthHub.Flows;

namespace AuthHub.SignIn.Sessions;

/// <summary>The browsers' sessions. Only the door of completed runs adds one (law L1); it steps one up, and so does a proof given in changing one's own account.</summary>
public interface ISessions
{
    Task AddAsync(Session session, CancellationToken cancellationToken);

    /// <summary>The session with this cookie, ended and expired ones too; the caller judges.</summary>
    Task<StoredSession?> FindBySecretAsync(byte[] secretHash, CancellationToken cancellationToken);

    Task<StoredSession?> FindAsync(Guid id, CancellationToken cancellationToken);

    /// <summary>Gives the session more proofs, a new secret, stamp and expiry. False when it ended meanwhile.</summary>
    Task<bool> StepUpAsync(Guid id, byte[] secretHash, int securityVersion, IReadOnlyList<Proof> proofs, DateTimeOffset now, DateTimeOffset expiresAt, CancellationToken cancellationToken);

    /// <summary>Notes that the session is in use, at most once a minute.</summary>
    Task TouchAsync(Guid id, DateTimeOffset now, CancellationToken cancellationToken);

    Task<IReadOnlyList<Session>> OpenOfAsync(Guid user, DateTimeOffset now, CancellationToken cancellationToken);

    /// <summary>Ends one session of this person. False when it is not hers or already ended.</summary>
    Task<bool> EndAsync(Guid user, Guid id, DateTimeOffset now, CancellationToken cancellationToken);

    /// <summary>Ends all sessions of a person but one; returns how many.</summary>
    Task<int> EndOthersAsync(Guid user, Guid? keep, DateTimeOffset now, CancellationToken cancellationToken);

    /// <summary>Carries one session over a bump of the security version that its own person caused.</summary>
    Task RestampAsync(Guid id, int securityVersion, CancellationToken cancellationToken);
}
