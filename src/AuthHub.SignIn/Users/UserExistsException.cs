namespace AuthHub.SignIn.Users;

/// <summary>A username or e-mail address is already taken.</summary>
public sealed class UserExistsException : Exception
{
    public UserExistsException()
    {
    }

    public UserExistsException(string message)
        : base(message)
    {
    }

    public UserExistsException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
