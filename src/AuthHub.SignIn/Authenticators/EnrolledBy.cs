namespace AuthHub.SignIn.Authenticators;

/// <summary>Who bound an authenticator; later levels of assurance depend on it.</summary>
public enum EnrolledBy
{
    Self,
    Administrator,
    Import,
}
