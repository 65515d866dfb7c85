namespace AuthHub.OpenId.Registration;

/// <summary>Who may register apps by machine (RFC 7591 section 3).</summary>
public enum RegistrationAccess
{
    /// <summary>Nobody: administrators do it in the console.</summary>
    Off,

    /// <summary>Whoever holds an initial access token.</summary>
    Token,

    /// <summary>Everybody; so many an hour, each marked as unverified.</summary>
    Open,
}
