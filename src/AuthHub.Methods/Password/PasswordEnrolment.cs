namespace AuthHub.Methods.Password;

/// <summary>Model of the page that takes a new password.</summary>
/// <param name="Username">For password managers.</param>
/// <param name="Hint">What is asked of a password.</param>
public sealed record PasswordEnrolment(string Username, string Hint);
