using AuthHub.SignIn.Sessions;
using AuthHub.SignIn.Users;

namespace AuthHub.SignIn.Administration;

/// <summary>Lets an administrator who changed her own account stay in the one session she did it from; anybody else's sessions end with the new security version (law L11).</summary>
public sealed class ActorSession(IUsers users, ISessions sessions)
{
    public async Task KeepAsync(Actor actor, Guid changed, CancellationToken cancellationToken)
    {
        if (actor.User == changed && await users.FindAsync(changed, cancellationToken) is { } user)
        {
            await sessions.RestampAsync(actor.Session, user.SecurityVersion, cancellationToken);
        }
    }
}
