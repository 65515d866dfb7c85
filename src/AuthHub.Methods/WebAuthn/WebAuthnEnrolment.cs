namespace AuthHub.Methods.WebAuthn;

/// <summary>Model of the set-up page: the browser's options for both kinds as JSON; the platform's only where the person sits before her own device.</summary>
public sealed record WebAuthnEnrolment(string KeyOptions, string? PlatformOptions, bool AsksModel)
{
    public const int MaxLabel = 40;
}
