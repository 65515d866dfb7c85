using AuthHub.Flows;
using AuthHub.SignIn.Audit;
using AuthHub.SignIn.Authenticators;
using AuthHub.SignIn.Messages;
using AuthHub.SignIn.Methods;
using AuthHub.SignIn.Runs;
using AuthHub.SignIn.Sessions;
using AuthHub.SignIn.Throttling;

namespace AuthHub.SignIn.Account;

/// <summary>A person changes her password: the old one is counted and checked as in a sign-in, the new one judged by the method, and everything older dies (S-322, attacks PWD-13 and PWD-14).</summary>
public sealed class PasswordChange(MethodBook methods, AuthenticatorUse use, AttemptLimits limits, SessionKeeping keeping, IAudit audit, SecurityMails mails)
{
    /// <summary>Name of the form's field for the old password.</summary>
    public const string OldField = "password";

    public MethodInfo Info => methods[Flow.Password].Info;

    /// <summary>The model for <see cref="MethodInfo.EnrolView"/>, the fields of the new password.</summary>
    public Task<object> ShowAsync(Claimant claimant, CancellationToken cancellationToken) =>
        methods[Flow.Password].ShowEnrolmentAsync(Context(claimant, []), [], cancellationToken);

    public async Task<(Outcome Outcome, BrowserSecret? Secret)> ChangeAsync(
        LiveSession live, Claimant claimant, bool isKnownBrowser, MethodResponse response, CancellationToken cancellationToken)
    {
        var method = methods[Flow.Password];
        if (use.Open(claimant.Authenticators, Flow.Password) is not [var bound, ..])
        {
            return (new Outcome.Gone(), null);
        }

        if (await RefuseOldAsync(claimant, bound, isKnownBrowser, response, cancellationToken) is { } refused)
        {
            return (refused, null);
        }

        switch (await method.FinishEnrolmentAsync(Context(claimant, [bound]), [], response, cancellationToken))
        {
            case EnrolmentVerdict.Rejected rejected:
                return (new Outcome.Rejected(rejected.Message, rejected.Field), null);
            case EnrolmentVerdict.Enrolled enrolled:
                var secret = await StoreAsync(live, bound, enrolled.State, cancellationToken);
                return secret is null ? (new Outcome.Gone(), null) : (new Outcome.Done(), secret);
            default:
                return (new Outcome.Gone(), null);
        }
    }

    private static EnrolmentContext Context(Claimant claimant, IReadOnlyList<BoundAuthenticator> existing) =>
        new(claimant.User, existing, EnrolledBy.Self, claimant.ServiceName, claimant.Address);

    /// <summary>Counts, then checks the old password; null when it is right.</summary>
    private async Task<Outcome?> RefuseOldAsync(Claimant claimant, BoundAuthenticator bound, bool isKnownBrowser, MethodResponse response, CancellationToken cancellationToken)
    {
        var who = claimant.User.Id.ToString("N");
        var throttled = await limits.CountPasswordAsync(who, claimant.Address, isKnownBrowser, cancellationToken);
        if (!throttled.Allowed)
        {
            await audit.WriteAsync(AuditTypes.Throttled, claimant.User.Id, claimant.User.Id, null, "old password", cancellationToken);
            return new Outcome.Wait(throttled.RetryAfter);
        }

        var context = new VerificationContext(claimant.User, [bound], claimant.ServiceName, claimant.Address);
        if (await methods[Flow.Password].VerifyAsync(context, bound, [], response, cancellationToken) is not Verdict.Accepted)
        {
            await audit.WriteAsync(AuditTypes.ProofRejected, claimant.User.Id, claimant.User.Id, null, "old password", cancellationToken);
            return new Outcome.Rejected("", OldField);
        }

        await limits.ClearPasswordAsync(who, claimant.Address, isKnownBrowser, cancellationToken);
        return null;
    }

    private async Task<BrowserSecret?> StoreAsync(LiveSession live, BoundAuthenticator bound, byte[] state, CancellationToken cancellationToken)
    {
        BrowserSecret? secret = null;
        var stored = await use.InOneAsync(
            async cancel =>
            {
                var proof = await use.AcceptAsync(Info, bound, new Verdict.Accepted(state), cancel);
                secret = await keeping.ChangeAsync(live, proof, cancel);
                await audit.WriteAsync(AuditTypes.PasswordChanged, live.User.Id, live.User.Id, null, null, cancel);
            },
            cancellationToken);
        if (!stored)
        {
            return null;
        }

        await mails.PasswordChangedAsync(live.User, cancellationToken);
        return secret;
    }
}
