using AuthHub.Flows;
using AuthHub.SignIn.Audit;
using AuthHub.SignIn.Authenticators;
using AuthHub.SignIn.Runs;
using AuthHub.SignIn.Users;

namespace AuthHub.SignIn.Methods;

/// <summary>What all methods have in common when they bind a new authenticator: a pending state that survives reloads, single use, the person's new security version, audit.</summary>
public sealed class Enrolment(MethodBook methods, OpenChallenges challenges, AuthenticatorUse use, NewAuthenticators added, IAudit audit, TimeProvider clock)
{
    /// <summary>The model for the method's set-up page. A reload shows the same pending secret until it expires (S-037).</summary>
    public async Task<object> ShowAsync(Claimant claimant, string methodName, EnrolledBy by, CancellationToken cancellationToken)
    {
        var method = methods[methodName];
        var context = Context(claimant, methodName, by);
        var open = await challenges.FindAsync(claimant.User, claimant.Owner, methodName, ChallengePurpose.Enrol, cancellationToken);
        var state = open?.State;
        if (state is null)
        {
            state = await method.BeginEnrolmentAsync(context, cancellationToken);
            await challenges.PutAsync(claimant.User, claimant.Owner, methodName, ChallengePurpose.Enrol, state, method.Info.EnrolmentLifetime, cancellationToken);
        }

        return await method.ShowEnrolmentAsync(context, state, cancellationToken);
    }

    /// <summary>Throws the pending state away, so that the next page starts afresh.</summary>
    public async Task RestartAsync(Claimant claimant, string methodName, CancellationToken cancellationToken)
    {
        if (await challenges.FindAsync(claimant.User, claimant.Owner, methodName, ChallengePurpose.Enrol, cancellationToken) is { Challenge: var challenge })
        {
            await challenges.ConsumeAsync(challenge, cancellationToken);
        }
    }

    /// <summary>
    /// Judges a step. When the authenticator is bound, <paramref name="onEnrolled"/> gets the proof and the person as she
    /// is afterwards, in the same transaction; false from it undoes everything.
    /// </summary>
    public async Task<Outcome> FinishAsync(
        Claimant claimant, string methodName, EnrolledBy by, Guid actor, MethodResponse response,
        Func<Proof, User, Authenticator, CancellationToken, Task<bool>> onEnrolled, CancellationToken cancellationToken)
    {
        var method = methods[methodName];
        var open = await challenges.FindAsync(claimant.User, claimant.Owner, methodName, ChallengePurpose.Enrol, cancellationToken);
        if (open is not { Challenge: var challenge, State: var state } || !await challenges.CountTryAsync(challenge, method.Info.TriesPerEnrolment, cancellationToken))
        {
            return new Outcome.Gone();
        }

        switch (await method.FinishEnrolmentAsync(Context(claimant, methodName, by), state, response, cancellationToken))
        {
            case EnrolmentVerdict.Rejected rejected:
                return new Outcome.Rejected(rejected.Message, rejected.Field);
            case EnrolmentVerdict.Continues continues:
                if (method.Info.AskingCosts)
                {
                    await audit.WriteAsync(AuditTypes.MessageSent, actor, claimant.User.Id, null, methodName, cancellationToken);
                }

                return await challenges.SaveAsync(challenge, continues.PendingState, cancellationToken) ? new Outcome.Done() : new Outcome.Gone();
            case EnrolmentVerdict.Enrolled enrolled:
                var done = await use.InOneAsync(
                    async cancel =>
                    {
                        LostRaceException.ThrowUnless(await challenges.ConsumeAsync(challenge, cancel));
                        var (authenticator, user) = await added.AddAsync(claimant.User, method.Info, Noted(enrolled, by, response), by, actor, cancel);
                        var proof = new Proof(methodName, authenticator.Id, method.Info.Channel, method.Info.Factor, enrolled.UserVerified, enrolled.Amr ?? method.Info.Amr, clock.GetUtcNow());
                        LostRaceException.ThrowUnless(await onEnrolled(proof, user, authenticator, cancel));
                    },
                    cancellationToken);
                return done ? new Outcome.Done() : new Outcome.Gone();
            default:
                return new Outcome.Gone();
        }
    }

    /// <summary>An administrator may note the serial number of the device she hands over.</summary>
    private static EnrolmentVerdict.Enrolled Noted(EnrolmentVerdict.Enrolled enrolled, EnrolledBy by, MethodResponse response) =>
        by == EnrolledBy.Administrator && response["serial"] is { Length: > 0 } serial ? enrolled with { Serial = serial } : enrolled;

    private EnrolmentContext Context(Claimant claimant, string methodName, EnrolledBy by) =>
        new(claimant.User, use.Open(claimant.Authenticators, methodName), by, claimant.ServiceName, claimant.Address);
}
