namespace AuthHub.Methods.Password;

/// <summary>Marks the texts of the password method.</summary>
public sealed class PasswordTexts;
