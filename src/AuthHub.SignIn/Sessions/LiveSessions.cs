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

    public async Task<LiveSession?> FindAsync(Guid id, CancellationToken cancellationToken) =>
        await JudgeAsync(await sessions.FindAsync(id, cancellationToken), touch: false, cancellationToken);

    private async Task<LiveSession?> JudgeAsync(StoredSession? stored, bool touch, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        if (stored is not { Session: { EndedAt: null } session, User: { Disabled: false } user }
            || now >= session.ExpiresAt || now >= session.LastSeenAt + settings.Value.SessionIdle
            || user.SecurityVersion != session.SecurityVersion)
        {
            return null;
        }

        if (touch && now - session.LastSeenAt >= TouchInterval)
        {
            await sessions.TouchAsync(session.Id, now, cancellationToken);
        }

        return new LiveSession(session, user);
    }
}
