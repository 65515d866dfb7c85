using AuthHub.SignIn.Users;

namespace AuthHub.SignIn.Sessions;

/// <summary>A session that holds at this moment, with its person as she is now.</summary>
public sealed record LiveSession(Session Session, User User);
