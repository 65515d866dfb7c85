using AuthHub.Flows;
using AuthHub.OpenId.Subjects;
using AuthHub.SignIn.Sessions;
using AuthHub.SignIn.Users;

namespace AuthHub.Web.OpenId;

/// <summary>Tells the OpenID half who people are, live.</summary>
internal sealed class Subjects(IUsers users, ISessions sessions, LiveSessions live, Persons persons) : ISubjects
{
    public async Task<Subject?> FindAsync(SubjectQuestion question, CancellationToken cancellationToken)
    {
        if (SubjectId.Parse(question.Subject) is not { } id)
        {
            return null;
        }

        var stored = await sessions.FindAsync(question.SessionId, cancellationToken);
        if (stored is not null && stored.User.Id == id)
        {
            return Of(stored.User, live.Holds(stored), IsEnough(question, stored.User, stored.Session.Proofs));
        }

        return await users.FindAsync(id, cancellationToken) is { } user ? Of(user, isAlive: false, IsEnough(question, user, [])) : null;
    }

    /// <summary>
    /// Whether what was proved would still do. The level was fixed with the authorization, a later step-up of the session does not raise it;
    /// which methods were used stands in the session's proofs.
    /// </summary>
    private bool IsEnough(SubjectQuestion question, User user, IReadOnlyCollection<Proof> proofs) =>
        ClientDemand.Parse(question.Demand).And(persons.RoleDemand(user)).Groups.All(group =>
            group is DemandGroup.AtLeast atLeast ? Acr.Parse(question.Acr) >= atLeast.Strength
            : Policy.Satisfied(new Demand([group with { MaxAge = null }]), proofs, DateTimeOffset.MaxValue));

    private static Subject Of(User user, bool isAlive, bool isEnough) => new(SubjectId.Of(user), !user.Disabled, isAlive, isEnough, user.SecurityVersion, Claims(user));

    private static Dictionary<string, object> Claims(User user)
    {
        var claims = new Dictionary<string, object>(StringComparer.Ordinal)
        {
            // Some apps refuse a person without a name (S-058).
            ["name"] = user.DisplayName.Length == 0 ? user.Username : user.DisplayName,
            ["preferred_username"] = user.Username,
            ["locale"] = user.Locale,
            ["roles"] = user.Roles.ToArray(),
            ["groups"] = user.Roles.ToArray(),
        };
        if (user.Email is not null)
        {
            claims["email"] = user.Email;
            claims["email_verified"] = user.EmailVerified;
        }

        return claims;
    }
}
