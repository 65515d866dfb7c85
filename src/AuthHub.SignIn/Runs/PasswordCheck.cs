using AuthHub.Flows;
using AuthHub.SignIn.Audit;
using AuthHub.SignIn.Methods;
using AuthHub.SignIn.Throttling;
using AuthHub.SignIn.Users;

namespace AuthHub.SignIn.Runs;

/// <summary>The password stage: the same work and the same answer for a wrong password, an unknown name and a disabled account (law L13).</summary>
public sealed class PasswordCheck(MethodBook methods, AuthenticatorUse use, AttemptLimits limits, IAudit audit)
{
    public async Task<Outcome> VerifyAsync(
        OpenRun run, string password, PasswordOrigin origin, Func<Proof, CancellationToken, Task<bool>> onAccepted, CancellationToken cancellationToken)
    {
        var who = run.User?.Id.ToString("N") ?? "nobody:" + Identifier.Canonical(run.Identifier);
        var known = run.User is { } user && origin.KnownUsers.Contains(user.Id);
        var throttled = await limits.CountPasswordAsync(who, origin.Address, known, cancellationToken);
        if (!throttled.Allowed)
        {
            await audit.WriteAsync(AuditTypes.Throttled, null, run.User?.Id, run.Request.ClientId, Flow.Password, cancellationToken);
            return new Outcome.Wait(throttled.RetryAfter);
        }

        var method = methods[Flow.Password];
        var response = new MethodResponse(new Dictionary<string, string> { ["password"] = password });
        IReadOnlyList<BoundAuthenticator> bounds = run.User is null ? [] : use.Open(run.Authenticators, Flow.Password);
        if (bounds is not [var bound, ..])
        {
            await method.DummyAsync(response, cancellationToken);
            return await RejectAsync(run, cancellationToken);
        }

        var context = new VerificationContext(run.User!, [bound], run.ProductName, origin.Address);
        if (await method.VerifyAsync(context, bound, [], response, cancellationToken) is not Verdict.Accepted accepted)
        {
            return await RejectAsync(run, cancellationToken);
        }

        var done = await use.InOneAsync(
            async cancel =>
            {
                var proof = await use.AcceptAsync(method.Info, bound, accepted, cancel);
                await audit.WriteAsync(AuditTypes.ProofAccepted, run.User!.Id, run.User.Id, run.Request.ClientId, Flow.Password, cancel);
                LostRaceException.ThrowUnless(await onAccepted(proof, cancel));
            },
            cancellationToken);
        await limits.ClearPasswordAsync(who, origin.Address, known, cancellationToken);
        return done ? new Outcome.Done() : new Outcome.Gone();
    }

    private async Task<Outcome> RejectAsync(OpenRun run, CancellationToken cancellationToken)
    {
        await audit.WriteAsync(AuditTypes.ProofRejected, null, run.User?.Id, run.Request.ClientId, Flow.Password, cancellationToken);
        return new Outcome.Rejected("");
    }
}
