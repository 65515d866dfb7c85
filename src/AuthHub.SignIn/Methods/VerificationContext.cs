using AuthHub.SignIn.Users;

namespace AuthHub.SignIn.Methods;

/// <summary>Who is to be verified and with what.</summary>
/// <param name="User">The person.</param>
/// <param name="Authenticators">Her authenticators of this method, most recently used first; never empty.</param>
/// <param name="ServiceName">The installation, as people know it, whichever app they are on the way to.</param>
/// <param name="Address">Network address of the request.</param>
public sealed record VerificationContext(
    User User,
    IReadOnlyList<BoundAuthenticator> Authenticators,
    string ServiceName,
    string? Address)
{
    /// <summary>The authenticator with this id; the first one when nothing was chosen; null for one that is not hers.</summary>
    public BoundAuthenticator? Pick(string? id) =>
        string.IsNullOrEmpty(id) ? Authenticators[0]
        : Guid.TryParse(id, out var wanted) ? Authenticators.FirstOrDefault(a => a.Id == wanted)
        : null;
}
