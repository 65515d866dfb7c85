using AuthHub.SignIn.Audit;
using AuthHub.SignIn.Methods;
using AuthHub.SignIn.Sessions;
using Microsoft.Extensions.Options;

namespace AuthHub.SignIn.Account;

/// <summary>Where a person is signed in, and how she ends it elsewhere.</summary>
public sealed class OwnSessions(ISessions sessions, AuthenticatorUse use, IAudit audit, TimeProvider clock, IOptions<SignInSettings> settings)
{
    /// <summary>The sessions that hold now, by the same measure as <see cref="LiveSessions"/>; this browser's first, then the most recently seen.</summary>
    public async Task<IReadOnlyList<Session>> ListAsync(LiveSession live, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var open = await sessions.OpenOfAsync(live.User.Id, now, cancellationToken);
        return
        [
            .. open.Where(one => one.SecurityVersion == live.User.SecurityVersion && now < one.LastSeenAt + settings.Value.SessionIdle)
                .OrderBy(one => one.Id == live.Session.Id ? 0 : 1).ThenByDescending(one => one.LastSeenAt),
        ];
    }

    /// <summary>Ends one. False when it is not hers or has ended already.</summary>
    public Task<bool> EndAsync(LiveSession live, Guid id, CancellationToken cancellationToken) =>
        use.InOneAsync(
            async cancel =>
            {
                LostRaceException.ThrowUnless(await sessions.EndAsync(live.User.Id, id, clock.GetUtcNow(), cancel));
                await audit.WriteAsync(AuditTypes.SessionEnded, live.User.Id, live.User.Id, null, "ended from another browser", cancel);
            },
            cancellationToken);

    public Task<bool> EndOthersAsync(LiveSession live, CancellationToken cancellationToken) =>
        use.InOneAsync(
            async cancel =>
            {
                var count = await sessions.EndOthersAsync(live.User.Id, live.Session.Id, clock.GetUtcNow(), cancel);
                await audit.WriteAsync(AuditTypes.SessionEnded, live.User.Id, live.User.Id, null, $"all others, {count}", cancel);
            },
            cancellationToken);
}
