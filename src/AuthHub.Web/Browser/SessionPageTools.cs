using System.Security.Cryptography;
using AuthHub.Flows;
using AuthHub.SignIn;
using AuthHub.SignIn.Authenticators;
using AuthHub.SignIn.Runs;
using AuthHub.SignIn.Sessions;
using AuthHub.SignIn.Users;
using Microsoft.Extensions.Options;

namespace AuthHub.Web.Browser;

/// <summary>What every page behind a session works with.</summary>
public sealed class SessionPageTools(
    CurrentSession session, FormNotes notes, IAuthenticators authenticators, Persons persons, RunOpener runs, TimeProvider clock, IOptions<SignInSettings> settings, ILogger<SessionPageTools> logger)
{
    public CurrentSession Session => session;

    public FormNotes Notes => notes;

    public IAuthenticators Authenticators => authenticators;

    public ILogger Logger => logger;

    public DateTimeOffset Now => clock.GetUtcNow();

    public string ProductName => settings.Value.ProductName;

    /// <summary>
    /// What a page demands of this person: what every sign-in does, and where something is to be changed a fresh proof,
    /// of a second factor if she has one, else of the password (S-027).
    /// </summary>
    public Demand DemandOf(User user, IReadOnlyList<Authenticator> bound, bool isFresh)
    {
        var person = persons.Of(user, bound);
        var demand = Demand.AtLeast(Strength.Basic).And(person.Demand);
        if (!isFresh)
        {
            return demand;
        }

        var second = person.Bound.Select(one => one.Method).Where(method => method != Flow.Password).Distinct().ToArray();
        return demand.And(new Demand([new DemandGroup.OneOf(second.Length > 0 ? [.. second] : [Flow.Password]) { MaxAge = settings.Value.FreshProof }]));
    }

    public bool IsMet(Demand demand, LiveSession live) => Policy.Satisfied(demand, live.Session.Proofs, Now);

    /// <summary>The address of a sign-in or step-up that comes back to <paramref name="here"/>, a local path taken from the server's own routing.</summary>
    public string SignIn(string here, Demand demand, Guid? fromSession) => "/sign-in/" + runs.Begin(new RunRequest
    {
        Id = new Guid(RandomNumberGenerator.GetBytes(16)),
        ReturnTo = here,
        ServiceName = settings.Value.ProductName,
        Demand = demand,
        SessionId = fromSession,
        StartedAt = clock.GetUtcNow(),
    });
}
