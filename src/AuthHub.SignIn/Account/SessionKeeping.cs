using AuthHub.Flows;
using AuthHub.SignIn.Runs;
using AuthHub.SignIn.Sessions;
using AuthHub.SignIn.Users;

namespace AuthHub.SignIn.Account;

/// <summary>
/// When a person changes what she proves with, all that carries her older security version dies (law L11). This carries the
/// one session she did it in over and ends the others; always inside the transaction of the change.
/// </summary>
public sealed class SessionKeeping(IUsers users, ISessions sessions, TimeProvider clock)
{
    /// <summary>Raises the security version and keeps the session.</summary>
    internal async Task<BrowserSecret?> ChangeAsync(LiveSession live, Proof? proof, CancellationToken cancellationToken)
    {
        await users.BumpSecurityVersionAsync(live.User.Id, cancellationToken);
        var changed = await users.FindAsync(live.User.Id, cancellationToken) ?? throw new LostRaceException();
        return await KeepAsync(live, changed, proof, cancellationToken);
    }

    /// <summary>
    /// Keeps the session of a person whose version was raised just now. With a proof given on the way the session has it from
    /// here on, under a new secret (attack SES-01), which is the answer; its absolute end stays where it was.
    /// </summary>
    internal async Task<BrowserSecret?> KeepAsync(LiveSession live, User changed, Proof? proof, CancellationToken cancellationToken)
    {
        // One more than the version this request was judged by: else somebody else changed the account meanwhile, and the session died of that.
        LostRaceException.ThrowUnless(changed.SecurityVersion == live.User.SecurityVersion + 1);
        var now = clock.GetUtcNow();
        await sessions.EndOthersAsync(changed.Id, live.Session.Id, now, cancellationToken);
        if (proof is null)
        {
            await sessions.RestampAsync(live.Session.Id, changed.SecurityVersion, cancellationToken);
            return null;
        }

        var secret = BrowserSecret.New();
        LostRaceException.ThrowUnless(
            await sessions.StepUpAsync(live.Session.Id, secret.Hash, changed.SecurityVersion, [proof], now, live.Session.ExpiresAt, cancellationToken));
        return secret;
    }
}
