using System.Security.Cryptography;
using System.Text;
using AuthHub.OpenId.Subjects;
using AuthHub.SignIn.Users;

namespace AuthHub.Web.OpenId;

/// <summary>Finds people for the OpenID half by what others call them.</summary>
internal sealed class SubjectNames(IUsers users) : ISubjectNames
{
    public async Task<string?> FindByUsernameAsync(string username, CancellationToken cancellationToken) =>
        Identifier.Canonical(username) is { } name && await users.FindByIdentifierAsync(name, cancellationToken) is { } user && user.CanonicalUsername == name ? SubjectId.Of(user) : null;

    public async Task<string?> FindByHintAsync(string hint, CancellationToken cancellationToken)
    {
        if (Identifier.Canonical(hint) is not { } name)
        {
            return null;
        }

        var user = await users.FindByIdentifierAsync(name, cancellationToken) ?? (SubjectId.Parse(hint) is { } id ? await users.FindAsync(id, cancellationToken) : null);
        return user is null ? "nobody:" + Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(name))) : SubjectId.Of(user);
    }
}
