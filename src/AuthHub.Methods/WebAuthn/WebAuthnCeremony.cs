using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json.Nodes;
using AuthHub.SignIn.Authenticators;
using AuthHub.SignIn.Methods;
using AuthHub.SignIn.Users;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace AuthHub.Methods.WebAuthn;

/// <summary>Runs the framework's ceremonies with AuthHub's rules: exact origins, the kind's demand for user verification, own reading of attestations.</summary>
public sealed partial class WebAuthnCeremony(
    IAuthenticators authenticators, IOptions<WebAuthnSettings> settings, TimeProvider clock, ILoggerFactory loggers, ILogger<WebAuthnCeremony> logger)
{
    internal async Task<(string Options, string State)> BeginAsync(WebAuthnKind kind, User user, IEnumerable<BoundAuthenticator> existing, string serviceName)
    {
        var handler = Handler(kind, new PasskeyHolder(user, existing));
        var made = await handler.MakeCreationOptionsAsync(
            new PasskeyUserEntity { Id = user.Id.ToString("D"), Name = user.Username, DisplayName = user.DisplayName }, new DefaultHttpContext());

        // The framework shows the domain as name; people know the service's.
        var options = JsonNode.Parse(made.CreationOptionsJson)!;
        options["rp"]!["name"] = serviceName;
        return (options.ToJsonString(), made.AttestationState!);
    }

    internal async Task<(WebAuthnState? State, AttestationWorth Worth)> RegisterAsync(
        WebAuthnKind kind, User user, IEnumerable<BoundAuthenticator> existing, string pending, BrowserAnswer answer)
    {
        // Our own strict reading comes first, so that the framework never sees odd CBOR.
        if (AttestationObject.Parse(answer.Body) is not { } attestation
            || AuthenticatorReport.Parse(attestation.AuthenticatorData, registration: true) is not { } report
            || CoseKey.Parse(report.PublicKey) is null)
        {
            return (null, AttestationWorth.Broken);
        }

        var worth = new Attestation(Roots(), clock.GetUtcNow()).Judge(attestation, report, SHA256.HashData(answer.ClientData));
        if (worth == AttestationWorth.Broken)
        {
            return (null, worth);
        }

        var result = await Handler(kind, new PasskeyHolder(user, existing)).PerformAttestationAsync(
            new PasskeyAttestationContext { CredentialJson = answer.Json, AttestationState = pending, HttpContext = new DefaultHttpContext() });
        if (!result.Succeeded)
        {
            RegistrationRefused(logger, user.Id, result.Failure.Message);
            return (null, worth);
        }

        return (StateOf(kind, result.Passkey, report, attestation.Format, worth), worth);
    }

    internal async Task<(string Options, string State)> AskAsync(User user, IEnumerable<BoundAuthenticator> hers)
    {
        var holder = new PasskeyHolder(user, hers);
        var made = await Handler(WebAuthnKind.SecurityKey, holder).MakeRequestOptionsAsync(holder, new DefaultHttpContext());
        return (made.RequestOptionsJson, made.AssertionState!);
    }

    /// <summary>The authenticator's report when the assertion is good in all but the counter, else null.</summary>
    internal async Task<AuthenticatorReport?> AssertAsync(User user, BoundAuthenticator bound, string asked, BrowserAnswer answer)
    {
        var key = CoseKey.Parse(WebAuthnState.Read(bound.State).PublicKey);
        if (AuthenticatorReport.Parse(answer.Body, registration: false) is not { } report
            || key?.Verify([.. answer.Body, .. SHA256.HashData(answer.ClientData)], answer.Signature) != true)
        {
            return null;
        }

        var holder = new PasskeyHolder(user, [bound]);
        var result = await Handler(holder.Credentials[0].Kind, holder).PerformAssertionAsync(
            new PasskeyAssertionContext { CredentialJson = answer.Json, AssertionState = asked, HttpContext = new DefaultHttpContext() });
        if (!result.Succeeded)
        {
            AssertionRefused(logger, user.Id, result.Failure.Message);
        }

        return result.Succeeded ? report : null;
    }

    private static WebAuthnState StateOf(WebAuthnKind kind, UserPasskeyInfo passkey, AuthenticatorReport report, string format, AttestationWorth worth) => new()
    {
        CredentialId = passkey.CredentialId,
        PublicKey = report.PublicKey,
        SignCount = passkey.SignCount,
        Kind = kind,
        Transports = passkey.Transports?.Where(transport => transport.Length <= 32).Take(8).ToArray() ?? [],
        UserVerified = passkey.IsUserVerified,
        BackupEligible = passkey.IsBackupEligible,
        BackedUp = passkey.IsBackedUp,
        Aaguid = report.Aaguid,
        Format = format,
        Attested = worth is AttestationWorth.Signed or AttestationWorth.Trusted,
    };

    private PasskeyHandler<PasskeyHolder> Handler(WebAuthnKind kind, PasskeyHolder holder)
    {
        var options = new IdentityPasskeyOptions
        {
            ServerDomain = settings.Value.RpId,
            UserVerificationRequirement = kind == WebAuthnKind.TrustedPlatform ? "required" : "discouraged",
            AuthenticatorAttachment = kind == WebAuthnKind.TrustedPlatform ? "platform" : "cross-platform",
            ResidentKeyRequirement = kind == WebAuthnKind.TrustedPlatform ? "preferred" : "discouraged",
            AttestationConveyancePreference = settings.Value.RequireAttestation || (kind == WebAuthnKind.SecurityKey && settings.Value.RequestAttestation) ? "direct" : "none",
            IsAllowedAlgorithm = CoseKey.Offers,
            ValidateOrigin = context => ValueTask.FromResult(
                !context.CrossOrigin && context.TopOrigin is null && settings.Value.Origins.Contains(context.Origin, StringComparer.Ordinal)),
        };
        var users = new UserManager<PasskeyHolder>(
            new PasskeyHolders(holder, authenticators), null!, null!, [], [], null!, null!, null!, loggers.CreateLogger<UserManager<PasskeyHolder>>());
        return new PasskeyHandler<PasskeyHolder>(users, Options.Create(options));
    }

    private X509Certificate2Collection Roots()
    {
        var roots = new X509Certificate2Collection();
        foreach (var file in settings.Value.AttestationRoots)
        {
            roots.ImportFromPemFile(file);
        }

        return roots;
    }

    [LoggerMessage(LogLevel.Information, "A WebAuthn registration of user {User} was refused: {Reason}")]
    private static partial void RegistrationRefused(ILogger logger, Guid user, string reason);

    [LoggerMessage(LogLevel.Information, "A WebAuthn assertion of user {User} was refused: {Reason}")]
    private static partial void AssertionRefused(ILogger logger, Guid user, string reason);
}
