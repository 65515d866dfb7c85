using AuthHub.OpenId.Clients;
using AuthHub.OpenId.Subjects;

namespace AuthHub.OpenId.Authorizations;

/// <summary>
/// Asks live whether an authorization still holds: itself, its client, its person and its session. A withdrawn consent ends the
/// authorizations that rest on it, so that question is in the first one.
/// </summary>
public sealed class LiveCheck(ClientCatalog clients, ISubjects subjects)
{
    public async Task<Liveness> AskAsync(Authorization authorization, CancellationToken cancellationToken)
    {
        if (authorization.RevokedAt is not null)
        {
            return new Liveness.Dead("authorization revoked");
        }

        if (await clients.FindAsync(authorization.ClientId, cancellationToken) is not { } client)
        {
            return new Liveness.Dead("client gone or disabled");
        }

        var subject = await subjects.FindAsync(authorization.Subject, authorization.SessionId, cancellationToken);
        return subject switch
        {
            null or { Active: false } => new Liveness.Dead("person gone or disabled"),
            _ when subject.SecurityVersion != authorization.SecurityVersion => new Liveness.Dead("security version changed"),
            { SessionAlive: false } when !authorization.IsOffline => new Liveness.Dead("session ended"),
            _ => new Liveness.Alive(client, subject),
        };
    }
}
