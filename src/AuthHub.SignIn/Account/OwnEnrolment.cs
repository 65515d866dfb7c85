using AuthHub.SignIn.Authenticators;
using AuthHub.SignIn.Methods;
using AuthHub.SignIn.Runs;
using AuthHub.SignIn.Sessions;
using AuthHub.SignIn.Users;

namespace AuthHub.SignIn.Account;

/// <summary>A person adds an authenticator on her own account page. The page has asked for a fresh proof before (laws L10, S-027).</summary>
public sealed class OwnEnrolment(MethodBook methods, Persons persons, Enrolment enrolment, SessionKeeping keeping)
{
    /// <summary>The methods she may add now, in order: allowed for her, and not as many as she may have.</summary>
    public IReadOnlyList<MethodInfo> Offered(User user, IReadOnlyList<Authenticator> bound) =>
    [
        .. persons.Of(user, bound).MayEnrol.Select(offered => methods[offered.Method].Info)
            .Where(info => bound.Count(one => one.Method == info.Name) < info.LimitPerUser),
    ];

    /// <summary>The model for the method's set-up page.</summary>
    public Task<object> ShowAsync(Claimant claimant, string method, CancellationToken cancellationToken) =>
        enrolment.ShowAsync(claimant, method, EnrolledBy.Self, cancellationToken);

    /// <summary>Judges a step of the set-up. Binding is also a proof, as inside the login (S-051): then the answer brings the session's new secret.</summary>
    public async Task<(Outcome Outcome, BrowserSecret? Secret)> FinishAsync(
        LiveSession live, Claimant claimant, string method, MethodResponse response, CancellationToken cancellationToken)
    {
        BrowserSecret? secret = null;
        var outcome = await enrolment.FinishAsync(
            claimant, method, EnrolledBy.Self, live.User.Id, response,
            async (proof, changed, _, cancel) =>
            {
                secret = await keeping.KeepAsync(live, changed, proof, cancel);
                return true;
            },
            cancellationToken);
        if (outcome is Outcome.Gone)
        {
            // The pending state is used up or belongs to somebody's older account: the next page starts afresh.
            await enrolment.RestartAsync(claimant, method, cancellationToken);
        }

        return (outcome, outcome is Outcome.Done ? secret : null);
    }
}
