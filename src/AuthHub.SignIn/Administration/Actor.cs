namespace AuthHub.SignIn.Administration;

/// <summary>The administrator who acts, and the session she acts in.</summary>
public sealed record Actor(Guid User, Guid Session);
