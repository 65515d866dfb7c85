using AuthHub.Flows;
using AuthHub.SignIn.Methods;

namespace AuthHub.SignIn.Runs;

/// <summary>Takes runs from step to step: what the pages of the sign-in call. Every method starts from a run opened in the same request.</summary>
public sealed class RunHost(RunOpener opener, RunStore store, PasswordCheck passwords, Verification verification, Enrolment enrolment)
{
    /// <summary>Somebody typed an identifier. Whether anybody has it makes no difference that could be seen (law L13).</summary>
    public string Identify(OpenRun run, string typed) =>
        run.Step is FlowStep.Identify ? opener.Seal(run, identifier: typed.Trim()) : run.Address;

    /// <summary>Forgets the person and starts the same request anew: another user is another run (law L3).</summary>
    public string Forget(OpenRun run) => opener.Begin(run.Request with { SessionId = null, LoginHint = null });

    /// <summary>She was asked which account and keeps her session's; the authorization endpoint judges the rest.</summary>
    public Task<bool> StayAsync(OpenRun run, Sessions.Session session, BrowserSecret browser, CancellationToken cancellationToken) =>
        store.StayAsync(run, session, browser, cancellationToken);

    /// <summary>Judges a password; the first proof stores the run.</summary>
    public Task<(Outcome Outcome, OpenRun Run)> PasswordAsync(OpenRun run, string password, BrowserSecret browser, PasswordOrigin origin, CancellationToken cancellationToken) =>
        StepAsync(run, (onProof, cancel) => passwords.VerifyAsync(run, password, origin, onProof, cancel), browser, cancellationToken);

    /// <summary>She picked a method, or wants to see the others; the address to go to.</summary>
    public async Task<OpenRun> ChooseAsync(OpenRun run, string? method, CancellationToken cancellationToken) =>
        await store.ApplyAsync(run, method is null ? new FlowEvent.AskedForAnotherWay() : new FlowEvent.Chose(method), cancellationToken);

    public Task<object> ShowVerificationAsync(OpenRun run, string method, string? address, CancellationToken cancellationToken) =>
        verification.ShowAsync(Claimant(run, address), method, cancellationToken);

    public Task<Outcome> AskAsync(OpenRun run, string method, MethodResponse request, string? address, CancellationToken cancellationToken) =>
        verification.AskAsync(Claimant(run, address), method, request, cancellationToken);

    public Task<(Outcome Outcome, OpenRun Run)> VerifyAsync(OpenRun run, string method, MethodResponse response, BrowserSecret browser, string? address, CancellationToken cancellationToken) =>
        StepAsync(run, (onProof, cancel) => verification.VerifyAsync(Claimant(run, address), method, response, onProof, cancel), browser, cancellationToken);

    public Task<object> ShowEnrolmentAsync(OpenRun run, string method, string? address, CancellationToken cancellationToken) =>
        enrolment.ShowAsync(Claimant(run, address), method, Authenticators.EnrolledBy.Self, cancellationToken);

    /// <summary>Judges a step of a set-up inside the login; binding counts as the proof.</summary>
    public async Task<(Outcome Outcome, OpenRun Run)> EnrolAsync(OpenRun run, string method, MethodResponse response, BrowserSecret browser, string? address, CancellationToken cancellationToken)
    {
        var next = run;
        var outcome = await enrolment.FinishAsync(
            Claimant(run, address), method, Authenticators.EnrolledBy.Self, run.User!.Id, response,
            async (proof, user, authenticator, cancel) =>
            {
                next = await store.EnrolledAsync(run, proof, user, authenticator, browser, cancel);
                return !ReferenceEquals(next, run);
            },
            cancellationToken);
        return (outcome, outcome is Outcome.Done ? next : run);
    }

    private async Task<(Outcome Outcome, OpenRun Run)> StepAsync(
        OpenRun run, Func<Func<Proof, CancellationToken, Task<bool>>, CancellationToken, Task<Outcome>> verify, BrowserSecret browser, CancellationToken cancellationToken)
    {
        var next = run;
        var outcome = await verify(
            async (proof, cancel) =>
            {
                next = await store.ProvedAsync(run, proof, browser, cancel);
                return !ReferenceEquals(next, run);
            },
            cancellationToken);
        return (outcome, outcome is Outcome.Done ? next : run);
    }

    private static Claimant Claimant(OpenRun run, string? address) =>
        new(run.User!, run.Authenticators, run.Owner, run.ProductName, address);
}
