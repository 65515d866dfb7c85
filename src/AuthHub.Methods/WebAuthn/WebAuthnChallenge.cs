namespace AuthHub.Methods.WebAuthn;

/// <summary>Model of the page that asks for a key: the browser's options as JSON (null when nothing was asked yet) and the person's devices.</summary>
public sealed record WebAuthnChallenge(string? Options, IReadOnlyList<WebAuthnDevice> Devices);

/// <summary>One registered device in the list.</summary>
/// <param name="CredentialId">Base64url, to narrow the browser's question to this device.</param>
/// <param name="Label">The person's name for it.</param>
/// <param name="Kind">What it is.</param>
public sealed record WebAuthnDevice(string CredentialId, string Label, WebAuthnKind Kind)
{
    /// <summary>What the browser is told about recognising the owner.</summary>
    public string Verification => Kind == WebAuthnKind.TrustedPlatform ? "required" : "discouraged";
}
