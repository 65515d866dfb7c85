using AuthHub.OpenId.Subjects;
using AuthHub.SignIn.Sessions;
using AuthHub.SignIn.Users;

namespace AuthHub.Web.OpenId;

/// <summary>Tells the OpenID half who people are, live.</summary>
internal sealed class Subjects(IUsers users, LiveSessions sessions) : ISubjects
{
    public async Task<Subject?> FindAsync(string subject, Guid? sessionId, CancellationToken cancellationToken)
    {
        if (SubjectId.Parse(subject) is not { } id)
        {
            return null;
        }

        if (sessionId is { } sid && await sessions.FindAsync(sid, cancellationToken) is { } live && live.User.Id == id)
        {
            return Of(live.User, isAlive: true);
        }

        return await users.FindAsync(id, cancellationToken) is { } user ? Of(user, isAlive: false) : null;
    }

    private static Subject Of(User user, bool isAlive) => new(SubjectId.Of(user), !user.Disabled, isAlive, user.SecurityVersion, Claims(user));

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
