using AuthHub.SignIn.Audit;
using AuthHub.SignIn.Sessions;
using AuthHub.SignIn.Users;

namespace AuthHub.SignIn.Administration;

/// <summary>What an administrator may change about a person's standing: roles, whether she may sign in at all, and her open sessions.</summary>
public sealed class PersonStatus(IUsers users, ISessions sessions, ActorSession own, IAudit audit, ITransactions transactions, TimeProvider clock)
{
    /// <summary>Gives exactly these roles and this type. Other roles end what she has open: they may demand more of her (J-09).</summary>
    public Task<AdministrationOutcome> ChangeRolesAsync(Actor actor, User user, string? type, string? roles, bool isAdministrator, CancellationToken cancellationToken)
    {
        if (RoleWords.Read(roles, isAdministrator) is not { } words)
        {
            return Task.FromResult<AdministrationOutcome>(new AdministrationOutcome.Refused("roles"));
        }

        if (type is null || !PersonDraft.Types.Contains(type))
        {
            return Task.FromResult<AdministrationOutcome>(new AdministrationOutcome.Refused("type"));
        }

        var detail = $"type: {user.Type} -> {type}, roles: {string.Join(' ', user.Roles)} -> {string.Join(' ', words)}";
        return RecordedAsync(actor, user, AuditTypes.UserChanged, detail, cancel => users.UpdateAsync(user.Id, changed => Give(changed, type, words), cancel), cancellationToken);
    }

    public Task<AdministrationOutcome> SetDisabledAsync(Actor actor, User user, bool disabled, CancellationToken cancellationToken) =>
        user.Disabled == disabled
            ? Task.FromResult<AdministrationOutcome>(new AdministrationOutcome.Done(user))
            : RecordedAsync(
                actor, user, disabled ? AuditTypes.UserDisabled : AuditTypes.UserEnabled, null,
                cancel => users.SetDisabledAsync(user.Id, disabled, cancel), cancellationToken);

    /// <summary>Ends all her sessions, and with the new security version also codes and refresh tokens. An administrator keeps the one she does it from.</summary>
    public Task<AdministrationOutcome> EndSessionsAsync(Actor actor, User user, CancellationToken cancellationToken) =>
        RecordedAsync(
            actor, user, AuditTypes.SessionEnded, "all, by an administrator",
            async cancel =>
            {
                await sessions.EndOthersAsync(user.Id, actor.User == user.Id ? actor.Session : null, clock.GetUtcNow(), cancel);
                await users.BumpSecurityVersionAsync(user.Id, cancel);
                return true;
            },
            cancellationToken);

    private static void Give(User user, string type, List<string> roles)
    {
        user.SecurityVersion += user.Roles.Order(StringComparer.Ordinal).SequenceEqual(roles.Order(StringComparer.Ordinal)) ? 0 : 1;
        (user.Type, user.Roles) = (type, roles);
    }

    /// <summary>The act and its record, whole or not at all (law L17). The store refuses what would leave no administrator (law L12).</summary>
    private Task<AdministrationOutcome> RecordedAsync(
        Actor actor, User user, string type, string? detail, Func<CancellationToken, Task<bool>> act, CancellationToken cancellationToken) =>
        transactions.RunAsync<AdministrationOutcome>(
            async cancel =>
            {
                if (!await act(cancel))
                {
                    return new AdministrationOutcome.Refused("last-administrator");
                }

                await own.KeepAsync(actor, user.Id, cancel);
                await audit.WriteAsync(type, actor.User, user.Id, null, detail, cancel);
                return new AdministrationOutcome.Done(user);
            },
            cancellationToken);
}
