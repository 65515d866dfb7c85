using AuthHub.OpenId.Registration;
using AuthHub.SignIn;
using AuthHub.SignIn.Administration;
using AuthHub.SignIn.Audit;

namespace AuthHub.Web.Pages.Admin;

/// <summary>Does what an administrator does to initial access tokens, with its record.</summary>
public sealed class TokenChanges(RegistrationTokens tokens, IInitialAccessTokens store, IAudit audit, ITransactions transactions)
{
    public Task<IReadOnlyList<InitialAccessToken>> AllAsync(CancellationToken cancellationToken) => store.AllAsync(cancellationToken);

    /// <summary>The token, to be shown once; null when this one was made before.</summary>
    public Task<string?> IssueAsync(Actor actor, Guid id, string note, int uses, TimeSpan life, CancellationToken cancellationToken) =>
        transactions.RunAsync(
            async cancel =>
            {
                var token = await tokens.IssueInitialAsync(id, note, uses, life, cancel);
                if (token is not null)
                {
                    await audit.WriteAsync(AuditTypes.RegistrationTokenIssued, actor.User, null, null, $"{note}; uses: {uses}, days: {life.Days}", cancel);
                }

                return token;
            },
            cancellationToken);

    /// <summary>False when it is gone already.</summary>
    public Task<bool> RevokeAsync(Actor actor, Guid id, CancellationToken cancellationToken) =>
        transactions.RunAsync(
            async cancel =>
            {
                if (await store.RemoveAsync(id, cancel) is not { } removed)
                {
                    return false;
                }

                await audit.WriteAsync(AuditTypes.RegistrationTokenRevoked, actor.User, null, null, removed.Note, cancel);
                return true;
            },
            cancellationToken);
}
