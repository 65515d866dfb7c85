using AuthHub.SignIn.Authenticators;

namespace AuthHub.SignIn.Users;

/// <summary>A person to add together with what she already proves with.</summary>
public sealed record NewUser(User User, IReadOnlyList<Authenticator> Authenticators);
