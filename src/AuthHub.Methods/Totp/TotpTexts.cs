namespace AuthHub.Methods.Totp;

/// <summary>Marks the texts of the app-code method.</summary>
public sealed class TotpTexts;
