using System.Buffers.Text;
using System.Globalization;
using AuthHub.Flows;
using AuthHub.SignIn.Audit;
using AuthHub.SignIn.Authenticators;
using AuthHub.SignIn.Methods;
using Microsoft.Extensions.Localization;
using Microsoft.Extensions.Options;

namespace AuthHub.Methods.WebAuthn;

/// <summary>Security keys and trusted platforms (WebAuthn level 3): possession that no false page can borrow.</summary>
public sealed class WebAuthnMethod(WebAuthnCeremony ceremony, IOptions<WebAuthnSettings> settings, IStringLocalizer<WebAuthnTexts> texts) : IVerificationMethod
{
    public MethodInfo Info { get; } = new()
    {
        Name = "webauthn",
        Factor = Factor.Possession,
        Channel = "webauthn",
        Amr = ["hwk"],
        Icon = "key",
        Order = 20,
        DisplayName = () => texts["Name"],
        Description = () => texts["Description"],
        VerifyView = "/WebAuthn/Verify.cshtml",
        EnrolView = "/WebAuthn/Enrol.cshtml",
        KeptFields = ["label"],
        NeedsScript = true,
    };

    public async Task<byte[]> BeginEnrolmentAsync(EnrolmentContext context, CancellationToken cancellationToken)
    {
        var key = await ceremony.BeginAsync(WebAuthnKind.SecurityKey, context.User, context.Existing, context.ServiceName);
        var platform = await ceremony.BeginAsync(WebAuthnKind.TrustedPlatform, context.User, context.Existing, context.ServiceName);
        return new WebAuthnPending(key.Options, key.State, platform.Options, platform.State).Write();
    }

    public Task<object> ShowEnrolmentAsync(EnrolmentContext context, byte[] pendingState, CancellationToken cancellationToken)
    {
        var pending = WebAuthnPending.Read(pendingState);
        return Task.FromResult<object>(new WebAuthnEnrolment(
            pending.KeyOptions, IsAtDesk(context) ? null : pending.PlatformOptions, settings.Value.RequestAttestation || settings.Value.RequireAttestation));
    }

    public async Task<EnrolmentVerdict> FinishEnrolmentAsync(EnrolmentContext context, byte[] pendingState, MethodResponse response, CancellationToken cancellationToken)
    {
        var label = response["label"].Trim();
        if (label.Length is 0 or > WebAuthnEnrolment.MaxLabel)
        {
            return new EnrolmentVerdict.Rejected(texts["LabelWrong", WebAuthnEnrolment.MaxLabel], "label");
        }

        if (KindOf(response["kind"]) is not { } kind || BrowserAnswer.Registration(response["credential"]) is not { } answer || !Fits(kind, answer.Attachment)
            || (kind == WebAuthnKind.TrustedPlatform && IsAtDesk(context)))
        {
            return new EnrolmentVerdict.Rejected(texts["NotRegistered"], "credential");
        }

        var pending = WebAuthnPending.Read(pendingState);
        var (state, worth) = await ceremony.RegisterAsync(
            kind, context.User, context.Existing, kind == WebAuthnKind.SecurityKey ? pending.KeyState : pending.PlatformState, answer);
        if (state is null)
        {
            return new EnrolmentVerdict.Rejected(texts["NotRegistered"], "credential");
        }

        return settings.Value.RequireAttestation && worth != AttestationWorth.Trusted
            ? new EnrolmentVerdict.Rejected(texts[worth == AttestationWorth.Anonymous ? "AttestationMissing" : "AttestationUntrusted"], "credential")
            : new EnrolmentVerdict.Enrolled(state.Write(), label)
            {
                ExternalId = PasskeyHolders.ExternalId(state.CredentialId),
                Hint = Hint(state),
                UserVerified = state.UserVerified,
                Amr = Amr(state, state.UserVerified),
            };
    }

    public async Task<ChallengeOffer> ChallengeAsync(VerificationContext context, MethodResponse request, CancellationToken cancellationToken)
    {
        var (options, state) = await ceremony.AskAsync(context.User, context.Authenticators);
        return new ChallengeOffer.Asked(new WebAuthnAsked(options, state).Write());
    }

    public Task<object> ShowChallengeAsync(VerificationContext context, byte[]? challengeState, CancellationToken cancellationToken) =>
        Task.FromResult<object>(new WebAuthnChallenge(
            challengeState is null ? null : WebAuthnAsked.Read(challengeState).Options,
            [.. context.Authenticators.Select(bound => (bound.Label, State: WebAuthnState.Read(bound.State)))
                .Select(device => new WebAuthnDevice(Base64Url.EncodeToString(device.State.CredentialId), device.Label, device.State.Kind))]));

    public BoundAuthenticator? Identify(VerificationContext context, byte[] challengeState, MethodResponse response) =>
        BrowserAnswer.Assertion(response["credential"]) is { } answer
            ? context.Authenticators.FirstOrDefault(bound => WebAuthnState.Read(bound.State).CredentialId.AsSpan().SequenceEqual(answer.CredentialId))
            : null;

    public async Task<Verdict> VerifyAsync(VerificationContext context, BoundAuthenticator authenticator, byte[] challengeState, MethodResponse response, CancellationToken cancellationToken)
    {
        var state = WebAuthnState.Read(authenticator.State);
        if (BrowserAnswer.Assertion(response["credential"]) is not { } answer
            || await ceremony.AssertAsync(context.User, authenticator, WebAuthnAsked.Read(challengeState).State, answer) is not { } report)
        {
            return new Verdict.Rejected(texts["NotVerified"]);
        }

        // WebAuthn section 7.2 step 22: two keys that count apart are one key and its copy.
        if ((report.SignCount != 0 || state.SignCount != 0) && report.SignCount <= state.SignCount)
        {
            return new Verdict.Rejected(texts["NotVerified"])
            {
                Note = string.Create(CultureInfo.InvariantCulture, $"count {report.SignCount} after {state.SignCount}"),
                NoteType = AuditTypes.CloneSuspected,
            };
        }

        var verified = report.UserVerified && state.UserVerified;
        return new Verdict.Accepted((state with { SignCount = report.SignCount, BackedUp = (report.Flags & 0x10) != 0 }).Write())
        {
            UserVerified = verified,
            Amr = Amr(state, verified),
        };
    }

    /// <summary>RFC 8176 section 2: a key that may be copied to other devices is not hardware-secured.</summary>
    private static string[] Amr(WebAuthnState state, bool verified) => [state.BackupEligible ? "swk" : "hwk", .. verified ? ["user"] : Array.Empty<string>()];

    /// <summary>At an administrator's desk only a key can change hands; the platform there is the administrator's own.</summary>
    private static bool IsAtDesk(EnrolmentContext context) => context.By == EnrolledBy.Administrator;

    private static WebAuthnKind? KindOf(string field) => field switch
    {
        "key" => WebAuthnKind.SecurityKey,
        "platform" => WebAuthnKind.TrustedPlatform,
        _ => null,
    };

    private static bool Fits(WebAuthnKind kind, string? attachment) =>
        attachment is null || attachment == (kind == WebAuthnKind.TrustedPlatform ? "platform" : "cross-platform");

    private string Hint(WebAuthnState state)
    {
        var model = state.Aaguid == Guid.Empty ? texts["NoModel"].Value : texts["Model", state.Aaguid];
        var attested = state.Attested ? texts["Attested", state.Format] : state.Format == "none" ? texts["NotAttested"] : texts["NotChecked", state.Format];
        return $"{texts[state.Kind.ToString()].Value}, {model}, {attested.Value}";
    }
}
