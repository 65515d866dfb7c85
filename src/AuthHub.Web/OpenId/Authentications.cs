using AuthHub.Flows;
using AuthHub.OpenId.Clients;
using AuthHub.OpenId.Errors;
using AuthHub.OpenId.Requests;
using AuthHub.OpenId.Subjects;
using AuthHub.SignIn.Authenticators;
using AuthHub.SignIn.Runs;
using AuthHub.SignIn.Sessions;
using AuthHub.SignIn.Users;
using AuthHub.Web.Browser;

namespace AuthHub.Web.OpenId;

/// <summary>Where the two halves meet: answers the authorization endpoint from the browser's session and the policy, and begins a run where something is lacking.</summary>
internal sealed class Authentications(
    CurrentSession current, Persons persons, IAuthenticators authenticators, IRuns runs, RunBeginning beginning) : IAuthentications
{
    public async Task<AuthenticationAnswer> AnswerAsync(HttpContext context, AuthenticationQuestion question, CancellationToken cancellationToken)
    {
        var known = question.AcrValues.Select(Acr.Parse).OfType<Strength>().ToArray();
        if (question.AcrEssential && known.Length == 0)
        {
            return new AuthenticationAnswer.Refused(ProtocolError.UnmetAuthenticationRequirements, "an essential acr AuthHub does not offer");
        }

        var demand = Demanded(question, known);
        var live = await current.FindAsync(cancellationToken);
        if (live is null)
        {
            return new AuthenticationAnswer.Needs(beginning.SignIn(question, demand, null));
        }

        var own = question.Prompts.Contains("login") || question.Prompts.Contains("select_account");
        var isHinted = question.HintedSubject is null || question.HintedSubject == SubjectId.Of(live.User);
        var isDone = (own || !isHinted) && await runs.IsDoneAsync(question.RequestId, live.Session.Id, cancellationToken);
        if (!isHinted)
        {
            // Nobody is switched silently (attack CON-08): she may sign in as the one named, but only once.
            return isDone ? new AuthenticationAnswer.Refused(ProtocolError.LoginRequired, "somebody else signed in than the hint names")
                : new AuthenticationAnswer.Needs(beginning.SignIn(question, demand, null));
        }

        var person = persons.Of(live.User, await authenticators.OfAsync(live.User.Id, cancellationToken));
        var state = new FlowState { Demand = demand, Person = person, Proofs = [.. live.Session.Proofs], StartedAt = beginning.Now, ExpiresAt = DateTimeOffset.MaxValue };
        var satisfied = Policy.Satisfied(Engine.TotalDemand(state), live.Session.Proofs, beginning.Now);
        if (satisfied && (!own || isDone))
        {
            return new AuthenticationAnswer.SignedIn(Of(live));
        }

        // A sign-in in another tab meanwhile is not this request's own (attack CON-07): only proofs from here on count.
        demand = question.Prompts.Contains("login") && !isDone ? demand with { NotBefore = beginning.Now } : demand;
        var session = question.Prompts.Contains("login") && NamesAnother(question.LoginHint, live.User) ? (Guid?)null : live.Session.Id;
        return new AuthenticationAnswer.Needs(beginning.SignIn(question, demand, session));
    }

    /// <summary>Whether an app that wants a sign-in means somebody else than who is here (OpenID Connect Core section 3.1.2.1, login_hint): then that name is offered.</summary>
    private static bool NamesAnother(string? hint, User user) =>
        Identifier.Canonical(hint) is { } name && name != user.CanonicalUsername && name != user.CanonicalEmail && hint != SubjectId.Of(user);

    /// <summary>What the OpenID half is told of a session.</summary>
    public static Authentication Of(LiveSession live) => new(
        SubjectId.Of(live.User),
        live.Session.Id,
        Policy.AuthTime(live.Session.Proofs),
        Acr.Of(Policy.Reached(live.Session.Proofs)),
        Policy.Amr(live.Session.Proofs),
        live.User.SecurityVersion);

    /// <summary>The app's standing demand and that of this request, joined.</summary>
    private static Demand Demanded(AuthenticationQuestion question, Strength[] acrValues)
    {
        var demand = ClientDemand.Parse(question.Client.Demand);
        if (acrValues.Length > 0)
        {
            // The values are alternatives in order of preference (OpenID Connect Core section 3.1.2.1): the first known one is aimed at.
            demand = demand.And(Demand.AtLeast(acrValues[0]));
        }

        var notBefore = question.Prompts.Contains("login") ? question.RequestedAt
            : question.MaxAge is { } age ? question.RequestedAt - Clamp(age, question.RequestedAt)
            : (DateTimeOffset?)null;
        return notBefore is null ? demand : demand.And(Demand.Nothing with { NotBefore = notBefore });
    }

    private static TimeSpan Clamp(TimeSpan age, DateTimeOffset from) => age < from - DateTimeOffset.UnixEpoch ? age : from - DateTimeOffset.UnixEpoch;
}
