namespace AuthHub.SignIn.Users;

/// <summary>Roles AuthHub itself gives a meaning to; all others only travel in tokens and match policies.</summary>
public static class WellKnownRoles
{
    /// <summary>May use the console; always needs a second factor.</summary>
    public const string Administrator = "administrator";
}
