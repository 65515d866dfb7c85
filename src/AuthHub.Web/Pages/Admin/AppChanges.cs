using AuthHub.OpenId.Clients;
using AuthHub.SignIn;
using AuthHub.SignIn.Administration;
using AuthHub.SignIn.Audit;

namespace AuthHub.Web.Pages.Admin;

/// <summary>Stores what an administrator does to an app, with its record.</summary>
public sealed class AppChanges(IClients clients, ClientCatalog catalog, IAudit audit, ITransactions transactions)
{
    /// <summary>False when the id is taken.</summary>
    public Task<bool> AddAsync(Actor actor, Client client, CancellationToken cancellationToken) =>
        RecordedAsync(actor, client, AuditTypes.ClientCreated, client.Name, cancel => clients.AddAsync(client, cancel), cancellationToken);

    /// <summary>False when it does not exist any more.</summary>
    public Task<bool> ChangeAsync(Actor actor, Client client, string what, CancellationToken cancellationToken) =>
        RecordedAsync(actor, client, AuditTypes.ClientChanged, what, cancel => clients.ChangeAsync(client, cancel), cancellationToken);

    /// <summary>False when the secret is not this one any more.</summary>
    public Task<bool> RenewSecretAsync(Actor actor, Client client, byte[] before, CancellationToken cancellationToken) =>
        RecordedAsync(actor, client, AuditTypes.ClientChanged, "new secret", cancel => clients.RenewSecretAsync(client, before, cancel), cancellationToken);

    /// <summary>Names what differs, for the record.</summary>
    public static string Differences(Client before, Client after)
    {
        string?[] names =
        [
            before.Name == after.Name ? null : "name",
            before.RedirectUris.SequenceEqual(after.RedirectUris) ? null : "redirect URIs",
            before.PostLogoutRedirectUris.SequenceEqual(after.PostLogoutRedirectUris) ? null : "post-logout URIs",
            before.ApplicationType == after.ApplicationType && before.TokenEndpointAuthMethod == after.TokenEndpointAuthMethod ? null : "kind",
            before.Demand == after.Demand ? null : $"demand: {before.Demand ?? "none"} -> {after.Demand ?? "none"}",
            before.ConsentRequired == after.ConsentRequired ? null : after.ConsentRequired ? "asks for consent" : "skips consent",
            before.RequirePkce == after.RequirePkce ? null : after.RequirePkce ? "PKCE required" : "PKCE not required",
        ];
        return string.Join(", ", names.OfType<string>()) is { Length: > 0 } list ? list : "nothing";
    }

    private async Task<bool> RecordedAsync(Actor actor, Client client, string type, string what, Func<CancellationToken, Task<bool>> act, CancellationToken cancellationToken)
    {
        var isDone = await transactions.RunAsync(
            async cancel =>
            {
                if (!await act(cancel))
                {
                    return false;
                }

                await audit.WriteAsync(type, actor.User, null, client.ClientId, what, cancel);
                return true;
            },
            cancellationToken);

        // Once more after the commit: a request in between may have read the old ones.
        catalog.Invalidate();
        return isDone;
    }
}
