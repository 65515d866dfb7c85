using AuthHub.SignIn.Runs;
using Microsoft.Extensions.Options;

namespace AuthHub.SignIn.Sessions;

/// <summary>Says whether a session holds now: not ended, not expired, not idle too long, its person active and unchanged (laws L11, L18, L19).</summary>
public sealed class LiveSessions(ISessions sessions, TimeProvider clock, IOptions<SignInSettings> settings)
{
    private static readonly TimeSpan TouchInterval = TimeSpan.FromMinutes(1);

    /// <summary>The live session with this cookie; null for none.</summary>
    public async Task<LiveSession?> FindAsync(BrowserSecret secret, CancellationToken cancellationToken) =>
        await JudgeAsync(await sessions.FindBySecretAsync(secret.Hash, cancellationToken), touch: true, cancellationToken);

    /// <summary>Whether the session holds now.</summary>
    public bool Holds(StoredSession stored)
    {
        var (session, user, now) = (stored.Session, stored.User, clock.GetUtcNow());
        return session.EndedAt is null && !user.Disabled && user.SecurityVersion == session.SecurityVersion
            && now < session.ExpiresAt && now < session.LastSeenAt + settings.Value.SessionIdle;
    }

    private async Task<LiveSession?> JudgeAsync(StoredSession? stored, bool touch, CancellationToken cancellationToken)
    {
        if (stored is null || !Holds(stored))
        {
            return null;
        }

        var (session, now) = (stored.Session, clock.GetUtcNow());
        if (touch && now - session.LastSeenAt >= TouchInterval)
        {
            await sessions.TouchAsync(session.Id, now, cancellationToken);
        }

        return new LiveSession(session, stored.User);
    }
}
