namespace AuthHub.Methods.WebAuthn;

/// <summary>What a person registers.</summary>
public enum WebAuthnKind
{
    /// <summary>A key that is carried around; a touch is enough beside the password.</summary>
    SecurityKey,

    /// <summary>What is built into a phone or computer; it must recognise its owner (S-253).</summary>
    TrustedPlatform,
}
