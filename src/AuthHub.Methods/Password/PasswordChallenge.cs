namespace AuthHub.Methods.Password;

/// <summary>Model of the password page. The name is there for password managers only; the host makes the same model for people it does not know.</summary>
public sealed record PasswordChallenge(string Username);
