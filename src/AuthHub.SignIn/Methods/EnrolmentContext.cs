using AuthHub.SignIn.Authenticators;
using AuthHub.SignIn.Users;

namespace AuthHub.SignIn.Methods;

/// <summary>For whom and by whom an authenticator is being bound.</summary>
/// <param name="User">The person it will belong to.</param>
/// <param name="Existing">Her authenticators of this method.</param>
/// <param name="By">Who binds it; a key registered at the desk is the administrator's act.</param>
/// <param name="ServiceName">The installation, as people know it, whichever app they are on the way to (S-030).</param>
/// <param name="Address">Network address of the request, for the limits of methods that send messages.</param>
public sealed record EnrolmentContext(
    User User,
    IReadOnlyList<BoundAuthenticator> Existing,
    EnrolledBy By,
    string ServiceName,
    string? Address);
