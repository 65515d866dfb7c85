using AuthHub.OpenId.Subjects;
using AuthHub.SignIn.Users;

namespace AuthHub.Web.OpenId;

/// <summary>Finds people for the OpenID half by what others call them.</summary>
internal sealed class SubjectNames(IUsers users) : ISubjectNames
{
    public async Task<string?> FindByUsernameAsync(string username, CancellationToken cancellationToken) =>
        Identifier.Canonical(username) is { } name && await users.FindByIdentifierAsync(name, cancellationToken) is { } user && user.CanonicalUsername == name ? SubjectId.Of(user) : null;
}
