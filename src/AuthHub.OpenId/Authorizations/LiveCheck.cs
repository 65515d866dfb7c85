using AuthHub.OpenId.Clients;
using AuthHub.OpenId.Errors;
using AuthHub.OpenId.Subjects;

namespace AuthHub.OpenId.Authorizations;

/// <summary>
/// Asks live whether an authorization still holds: itself, its client, its person, its session, and what is
/// demanded of them today. A withdrawn consent ends the
/// authorizations that rest on it, so that question is in the first one. The person it tells of bears the subject this client knows her by.
/// </summary>
public sealed class LiveCheck(IAuthorizations authorizations, ClientCatalog clients, ISubjects subjects, ClientSubjects shown)
{
    /// <summary>The client and person of an authorization that holds; a refusal with this error where it does not.</summary>
    public async Task<Liveness.Alive> RequireAsync(Authorization authorization, ProtocolError otherwise, CancellationToken cancellationToken) =>
        await AskAsync(authorization, cancellationToken) switch
        {
            Liveness.Alive alive => alive,
            Liveness.Dead dead => throw otherwise.Because(dead.Reason),
            _ => throw new InvalidOperationException(),
        };

    public async Task<Liveness> AskAsync(Authorization authorization, CancellationToken cancellationToken)
    {
        if (authorization.RevokedAt is not null)
        {
            return new Liveness.Dead("authorization revoked");
        }

        if (authorization.ParentId is { } parent
            && (await authorizations.FindAsync(parent, cancellationToken) is not { } source || await AskAsync(source, cancellationToken) is Liveness.Dead))
        {
            return new Liveness.Dead("what it was exchanged from holds no more");
        }

        if (await clients.FindAsync(authorization.ClientId, cancellationToken) is not { } client)
        {
            return new Liveness.Dead("client gone or disabled");
        }

        var question = new SubjectQuestion(authorization.Subject, authorization.SessionId, authorization.Acr, client.Demand);
        var subject = await subjects.FindAsync(question, cancellationToken);
        return subject switch
        {
            null or { Active: false } => new Liveness.Dead("person gone or disabled"),
            _ when subject.SecurityVersion != authorization.SecurityVersion => new Liveness.Dead("security version changed"),
            { SessionAlive: false } when authorization is { HasSession: true, IsOffline: false, ParentId: null } => new Liveness.Dead("session ended"),
            { DemandMet: false } => new Liveness.Dead("more is demanded today than was proved"),
            _ => new Liveness.Alive(client, subject with { Sub = shown.Shown(client, subject.Sub) }),
        };
    }
}
