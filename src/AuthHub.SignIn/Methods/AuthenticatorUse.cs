using AuthHub.Flows;
using AuthHub.SignIn.Authenticators;

namespace AuthHub.SignIn.Methods;

/// <summary>Opens authenticators for methods and writes back what using one changes.</summary>
public sealed class AuthenticatorUse(IAuthenticators authenticators, ISecretBox box, ITransactions transactions, TimeProvider clock)
{
    /// <summary>The person's authenticators of one method, opened, most recently used first.</summary>
    public IReadOnlyList<BoundAuthenticator> Open(IEnumerable<Authenticator> all, string method) =>
        [.. all.Where(one => one.Method == method).OrderByDescending(one => one.LastUsedAt).ThenBy(one => one.Label, StringComparer.Ordinal).Select(box.Open)];

    public VerificationContext Context(Claimant claimant, string method) =>
        new(claimant.User, Open(claimant.Authenticators, method), claimant.ServiceName, claimant.Address);

    /// <summary>Turns a verdict into a proof and stores the authenticator's next state; inside a transaction.</summary>
    internal async Task<Proof> AcceptAsync(MethodInfo info, BoundAuthenticator bound, Verdict.Accepted accepted, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var state = box.Seal(bound.Authenticator.UserId, bound.Id, accepted.NewState);
        LostRaceException.ThrowUnless(await authenticators.UseAsync(bound.Id, bound.Authenticator.Version, state, now, cancellationToken));
        return new Proof(info.Name, bound.Id, info.Channel, info.Factor, accepted.UserVerified, accepted.Amr ?? info.Amr, now);
    }

    internal Task ForgiveAsync(Authenticator authenticator, CancellationToken cancellationToken) =>
        authenticators.ForgiveAttemptAsync(authenticator.Id, cancellationToken);

    /// <summary>Runs the work whole; false when another request was first.</summary>
    internal async Task<bool> InOneAsync(Func<CancellationToken, Task> work, CancellationToken cancellationToken)
    {
        try
        {
            return await transactions.RunAsync(
                async cancel =>
                {
                    await work(cancel);
                    return true;
                },
                cancellationToken);
        }
        catch (LostRaceException)
        {
            return false;
        }
    }
}
