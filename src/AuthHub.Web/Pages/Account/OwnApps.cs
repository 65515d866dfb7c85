using AuthHub.OpenId.Authorizations;
using AuthHub.OpenId.Clients;
using AuthHub.OpenId.Consents;
using AuthHub.SignIn;
using AuthHub.SignIn.Account;
using AuthHub.SignIn.Audit;
using AuthHub.SignIn.Sessions;
using AuthHub.Web.OpenId;

namespace AuthHub.Web.Pages.Account;

/// <summary>The apps a person has let in, out of her consents and of the authorizations that still hold; and how she shuts one out.</summary>
public sealed class OwnApps(IConsents consents, IAuthorizations authorizations, IClients clients, OwnSessions sessions, ITransactions transactions, IAudit audit, TimeProvider clock)
{
    private const int Most = 500;

    public async Task<IReadOnlyList<OwnApp>> ListAsync(LiveSession live, CancellationToken cancellationToken)
    {
        var subject = SubjectId.Of(live.User);
        var names = (await clients.AllAsync(cancellationToken)).ToDictionary(client => client.ClientId, client => client.Name, StringComparer.Ordinal);
        var given = (await consents.OfAsync(subject, cancellationToken)).ToDictionary(consent => consent.ClientId, StringComparer.Ordinal);
        var open = (await sessions.ListAsync(live, cancellationToken)).Select(session => session.Id).ToHashSet();
        var now = clock.GetUtcNow();
        var held = (await authorizations.OfAsync(subject, Most, cancellationToken))
            .Where(one => one.SecurityVersion == live.User.SecurityVersion && (one.IsOffline ? one.RefreshExpiresAt > now : open.Contains(one.SessionId)))
            .ToLookup(one => one.ClientId, StringComparer.Ordinal);
        return
        [
            .. given.Keys.Concat(held.Select(app => app.Key)).Distinct(StringComparer.Ordinal).Select(id => new OwnApp(
                id,
                names.GetValueOrDefault(id, id),
                [.. (given.GetValueOrDefault(id)?.Scopes ?? []).Concat(held[id].SelectMany(one => one.Scopes)).Distinct(StringComparer.Ordinal)],
                given.GetValueOrDefault(id)?.GivenAt,
                held[id].Any() ? held[id].Max(one => one.CreatedAt) : null)).OrderBy(app => app.Name, StringComparer.CurrentCulture),
        ];
    }

    /// <summary>Takes the consent back and ends all that rests on it. False when the app has nothing.</summary>
    public Task<bool> RevokeAsync(LiveSession live, string clientId, CancellationToken cancellationToken) =>
        transactions.RunAsync(
            async cancel =>
            {
                var revoked = await consents.RevokeAsync(SubjectId.Of(live.User), clientId, clock.GetUtcNow(), cancel);
                if (revoked)
                {
                    await audit.WriteAsync(AuditTypes.ConsentRevoked, live.User.Id, live.User.Id, clientId, null, cancel);
                }

                return revoked;
            },
            cancellationToken);
}
