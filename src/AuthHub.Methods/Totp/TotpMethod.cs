using System.Globalization;
using System.Security.Cryptography;
using AuthHub.Flows;
using AuthHub.Methods.Shared;
using AuthHub.SignIn.Audit;
using AuthHub.SignIn.Methods;
using Microsoft.Extensions.Localization;
using Microsoft.Extensions.Options;

namespace AuthHub.Methods.Totp;

/// <summary>Codes from an authenticator app (RFC 6238): something the person has, with a channel of its own.</summary>
public sealed class TotpMethod(TimeProvider clock, IOptions<TotpSettings> settings, IStringLocalizer<TotpTexts> texts) : IVerificationMethod
{
    public MethodInfo Info { get; } = new()
    {
        Name = "totp",
        Factor = Factor.Possession,
        Channel = "app",
        Amr = ["otp"],
        Icon = "app",
        Order = 10,
        DisplayName = () => texts["Name"],
        Description = () => texts["Description"],
        VerifyView = CodeField.View,
        EnrolView = "/Totp/Enrol.cshtml",
        KeptFields = ["label", "authenticator"],
        UsesChallenge = false,
    };

    public Task<byte[]> BeginEnrolmentAsync(EnrolmentContext context, CancellationToken cancellationToken) =>
        Task.FromResult(new TotpState(RandomNumberGenerator.GetBytes(TotpCode.SecretBytes), LastStep: -1).Write());

    public Task<object> ShowEnrolmentAsync(EnrolmentContext context, byte[] pendingState, CancellationToken cancellationToken)
    {
        var key = Base32.Encode(TotpState.Read(pendingState).Secret);
        var address = OtpAuthAddress.Of(context.ServiceName, context.User.Username, key);
        return Task.FromResult<object>(new TotpEnrolment(QrSvg.Draw(address, texts["QrLabel"]), key, address));
    }

    public Task<EnrolmentVerdict> FinishEnrolmentAsync(EnrolmentContext context, byte[] pendingState, MethodResponse response, CancellationToken cancellationToken)
    {
        var label = response["label"].Trim();
        if (label.Length > TotpEnrolment.MaxLabel)
        {
            return Task.FromResult<EnrolmentVerdict>(new EnrolmentVerdict.Rejected(texts["LabelTooLong", TotpEnrolment.MaxLabel], "label"));
        }

        // The step of the first code is kept, so that this code cannot sign in a moment later.
        var state = TotpState.Read(pendingState);
        return Task.FromResult<EnrolmentVerdict>(Judge(state, response) switch
        {
            TotpJudgement.Right right => new EnrolmentVerdict.Enrolled(
                (state with { LastStep = right.Step }).Write(), label.Length > 0 ? label : texts["DefaultLabel"]),
            var wrong => new EnrolmentVerdict.Rejected(Message(wrong)),
        });
    }

    public Task<ChallengeOffer> ChallengeAsync(VerificationContext context, MethodResponse request, CancellationToken cancellationToken) =>
        Task.FromResult<ChallengeOffer>(new ChallengeOffer.Asked([]));

    public Task<object> ShowChallengeAsync(VerificationContext context, byte[]? challengeState, CancellationToken cancellationToken) =>
        Task.FromResult<object>(new CodeField(texts["CodeLabel"])
        {
            Hint = texts["VerifyHint", context.ServiceName],
            Authenticators = context.Authenticators,
        });

    public Task<Verdict> VerifyAsync(VerificationContext context, BoundAuthenticator authenticator, byte[] challengeState, MethodResponse response, CancellationToken cancellationToken)
    {
        var state = TotpState.Read(authenticator.State);
        return Task.FromResult<Verdict>(Judge(state, response) switch
        {
            TotpJudgement.Right right => new Verdict.Accepted((state with { LastStep = right.Step }).Write()),
            TotpJudgement.ClockOff off => new Verdict.Rejected(Message(off))
            {
                Note = string.Create(CultureInfo.InvariantCulture, $"{off.Seconds:+0;-0} s"),
                NoteType = AuditTypes.ClockOff,
            },
            TotpJudgement.Used used => new Verdict.Rejected(Message(used)) { Counts = false, Note = "totp, code used before", NoteType = AuditTypes.ProofRejected },
            TotpJudgement.Wrong wrong => new Verdict.Rejected(Message(wrong)),
            var noGuess => new Verdict.Rejected(Message(noGuess)) { Counts = false },
        });
    }

    private TotpJudgement Judge(TotpState state, MethodResponse response) =>
        TotpJudgement.Of(state, response["code"], clock.GetUtcNow(), settings.Value.AllowedDrift);

    private string Message(TotpJudgement judgement) => judgement switch
    {
        TotpJudgement.Malformed => texts["NotSixDigits"],
        TotpJudgement.Used => texts["Used"],
        TotpJudgement.ClockOff => texts["ClockOff"],
        _ => texts["Wrong"],
    };
}
