using AuthHub.SignIn.Users;

namespace AuthHub.SignIn.Sessions;

/// <summary>A session and its person as they are stored, read in one go; whether it holds is for <see cref="LiveSessions"/> to judge.</summary>
public sealed record StoredSession(Session Session, User User);
