using AuthHub.Flows;
using AuthHub.SignIn.Methods;
using Microsoft.Extensions.Localization;

namespace AuthHub.Methods.Password;

/// <summary>The password: something the person knows. Set by an administrator, an import or the page that changes it, never inside a login.</summary>
public sealed class PasswordMethod(PasswordHasher hasher, PasswordRules rules, IStringLocalizer<PasswordTexts> texts) : IVerificationMethod
{
    public MethodInfo Info { get; } = new()
    {
        Name = "password",
        Factor = Factor.Knowledge,
        Channel = "password",
        Amr = ["pwd"],
        Icon = "lock",
        Order = 0,
        DisplayName = () => texts["Name"],
        Description = () => texts["Description"],
        VerifyView = "/Password/Verify.cshtml",
        EnrolView = "/Password/Enrol.cshtml",
        SelfEnrolment = false,
        LimitPerUser = 1,
    };

    public Task<byte[]> BeginEnrolmentAsync(EnrolmentContext context, CancellationToken cancellationToken) => Task.FromResult<byte[]>([]);

    public Task<object> ShowEnrolmentAsync(EnrolmentContext context, byte[] pendingState, CancellationToken cancellationToken) =>
        Task.FromResult<object>(new PasswordEnrolment(context.User.Username, rules.Hint));

    public async Task<EnrolmentVerdict> FinishEnrolmentAsync(EnrolmentContext context, byte[] pendingState, MethodResponse response, CancellationToken cancellationToken)
    {
        var password = response["new-password"];
        if (rules.Refusal(password, context.User, context.ServiceName) is { } reason)
        {
            return new EnrolmentVerdict.Rejected(reason, "new-password");
        }

        if (password != response["confirm-password"])
        {
            return new EnrolmentVerdict.Rejected(texts["Mismatch"], "confirm-password");
        }

        foreach (var present in context.Existing)
        {
            if (await hasher.VerifyAsync(PasswordState.Read(present.State), password, cancellationToken))
            {
                return new EnrolmentVerdict.Rejected(texts["Same"], "new-password");
            }
        }

        var state = await hasher.HashAsync(password, cancellationToken);
        return new EnrolmentVerdict.Enrolled(state.Write(), texts["Name"]);
    }

    public Task<ChallengeOffer> ChallengeAsync(VerificationContext context, MethodResponse request, CancellationToken cancellationToken) =>
        Task.FromResult<ChallengeOffer>(new ChallengeOffer.Asked([]));

    public Task<object> ShowChallengeAsync(VerificationContext context, byte[]? challengeState, CancellationToken cancellationToken) =>
        Task.FromResult<object>(new PasswordChallenge(context.User.Username));

    public async Task<Verdict> VerifyAsync(VerificationContext context, BoundAuthenticator authenticator, byte[] challengeState, MethodResponse response, CancellationToken cancellationToken)
    {
        var (state, password) = (PasswordState.Read(authenticator.State), response["password"]);
        if (!await hasher.VerifyAsync(state, password, cancellationToken))
        {
            return new Verdict.Rejected(texts["Wrong"]);
        }

        // The only moment the text is known is the moment to hash it with today's parameters.
        return new Verdict.Accepted(hasher.NeedsRehash(state)
            ? (await hasher.HashAsync(password, cancellationToken)).Write()
            : authenticator.State);
    }

    public Task DummyAsync(MethodResponse response, CancellationToken cancellationToken) => hasher.DummyAsync(response["password"], cancellationToken);
}
