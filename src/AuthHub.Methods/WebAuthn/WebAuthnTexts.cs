namespace AuthHub.Methods.WebAuthn;

/// <summary>Marks the texts of security keys and trusted platforms.</summary>
public sealed class WebAuthnTexts;
