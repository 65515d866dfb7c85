using AuthHub.Flows;
using AuthHub.SignIn.Audit;
using AuthHub.SignIn.Authenticators;
using AuthHub.SignIn.Messages;
using AuthHub.SignIn.Runs;
using AuthHub.SignIn.Throttling;

namespace AuthHub.SignIn.Methods;

/// <summary>
/// What all second-factor methods have in common when they verify: limits before the check, one open challenge, single
/// use, audit, and the one place where a verdict becomes a proof (law L7).
/// </summary>
public sealed class Verification(MethodBook methods, OpenChallenges challenges, AttemptLimits limits, AuthenticatorUse use, IAudit audit, SecurityMails mails)
{
    /// <summary>The model for the method's page; asks first where asking costs nothing and nothing is open.</summary>
    public async Task<object> ShowAsync(Claimant claimant, string methodName, CancellationToken cancellationToken)
    {
        var method = methods[methodName];
        var context = use.Context(claimant, methodName);
        var open = await challenges.FindAsync(claimant.User, claimant.Owner, methodName, ChallengePurpose.Verify, cancellationToken);
        if (open is null && method.Info is { UsesChallenge: true, AskingCosts: false }
            && await AskAsync(claimant, methodName, MethodResponse.Empty, cancellationToken) is Outcome.Done)
        {
            open = await challenges.FindAsync(claimant.User, claimant.Owner, methodName, ChallengePurpose.Verify, cancellationToken);
        }

        return await method.ShowChallengeAsync(context, open?.State, cancellationToken);
    }

    /// <summary>Puts the question to the person; a newer one takes the place of an older.</summary>
    public async Task<Outcome> AskAsync(Claimant claimant, string methodName, MethodResponse request, CancellationToken cancellationToken)
    {
        var method = methods[methodName];
        switch (await method.ChallengeAsync(use.Context(claimant, methodName), request, cancellationToken))
        {
            case ChallengeOffer.Asked asked:
                await challenges.PutAsync(claimant.User, claimant.Owner, methodName, ChallengePurpose.Verify, asked.State, method.Info.ChallengeLifetime, cancellationToken);
                if (method.Info.AskingCosts)
                {
                    await audit.WriteAsync(AuditTypes.MessageSent, claimant.User.Id, claimant.User.Id, null, methodName, cancellationToken);
                }

                return new Outcome.Done();
            case ChallengeOffer.Refused refused:
                await audit.WriteAsync(AuditTypes.Throttled, null, claimant.User.Id, null, methodName, cancellationToken);
                return new Outcome.Rejected(refused.Message);
            default:
                return new Outcome.Gone();
        }
    }

    /// <summary>Judges an answer. <paramref name="onAccepted"/> stores the proof's effect in the same transaction (law L2); false from it undoes everything.</summary>
    public async Task<Outcome> VerifyAsync(
        Claimant claimant, string methodName, MethodResponse response, Func<Proof, CancellationToken, Task<bool>> onAccepted, CancellationToken cancellationToken)
    {
        var method = methods[methodName];
        var context = use.Context(claimant, methodName);
        (Challenge Challenge, byte[] State)? open = null;
        if (method.Info.UsesChallenge)
        {
            open = await challenges.FindAsync(claimant.User, claimant.Owner, methodName, ChallengePurpose.Verify, cancellationToken);
            if (open is null)
            {
                return new Outcome.Gone();
            }
        }

        var state = open?.State ?? [];
        if (method.Identify(context, state, response) is not { } bound)
        {
            return new Outcome.Gone();
        }

        if (await limits.CountSecondFactorAsync(claimant.User.Id, bound.Id, cancellationToken) is { } refused)
        {
            await audit.WriteAsync(AuditTypes.Throttled, null, claimant.User.Id, null, methodName, cancellationToken);
            return refused;
        }

        if (open is { Challenge: var asked } && !await challenges.CountTryAsync(asked, method.Info.TriesPerChallenge, cancellationToken))
        {
            return new Outcome.Gone();
        }

        return await method.VerifyAsync(context, bound, state, response, cancellationToken) switch
        {
            Verdict.Accepted accepted => await AcceptAsync(claimant, method.Info, bound, accepted, open?.Challenge, onAccepted, cancellationToken),
            Verdict.Rejected rejected => await RejectAsync(claimant, methodName, bound.Authenticator, rejected, cancellationToken),
            _ => new Outcome.Gone(),
        };
    }

    private async Task<Outcome> AcceptAsync(
        Claimant claimant, MethodInfo info, BoundAuthenticator bound, Verdict.Accepted accepted, Challenge? challenge,
        Func<Proof, CancellationToken, Task<bool>> onAccepted, CancellationToken cancellationToken) =>
        await use.InOneAsync(
            async cancel =>
            {
                LostRaceException.ThrowUnless(challenge is null || await challenges.ConsumeAsync(challenge, cancel));
                var proof = await use.AcceptAsync(info, bound, accepted, cancel);
                await audit.WriteAsync(AuditTypes.ProofAccepted, claimant.User.Id, claimant.User.Id, null, info.Name, cancel);
                await NoteAsync(claimant, accepted.NoteType, accepted.Note, cancel);
                LostRaceException.ThrowUnless(await onAccepted(proof, cancel));
            },
            cancellationToken) ? new Outcome.Done() : new Outcome.Gone();

    private async Task<Outcome> RejectAsync(Claimant claimant, string methodName, Authenticator authenticator, Verdict.Rejected rejected, CancellationToken cancellationToken)
    {
        await NoteAsync(claimant, rejected.NoteType, rejected.Note, cancellationToken);
        if (!rejected.Counts)
        {
            await use.ForgiveAsync(authenticator, cancellationToken);
            return new Outcome.Rejected(rejected.Message);
        }

        await audit.WriteAsync(AuditTypes.ProofRejected, null, claimant.User.Id, null, methodName, cancellationToken);
        if (!limits.Locks(authenticator))
        {
            return new Outcome.Rejected(rejected.Message);
        }

        await audit.WriteAsync(AuditTypes.AuthenticatorLocked, null, claimant.User.Id, null, methodName, cancellationToken);
        await mails.AuthenticatorLockedAsync(claimant.User, methods[methodName].Info.DisplayName(), cancellationToken);
        return new Outcome.Locked();
    }

    private Task NoteAsync(Claimant claimant, string? type, string? note, CancellationToken cancellationToken) =>
        type is null ? Task.CompletedTask : audit.WriteAsync(type, null, claimant.User.Id, null, note, cancellationToken);
}
