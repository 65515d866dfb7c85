using AuthHub.Flows;
using AuthHub.SignIn.Audit;
using AuthHub.SignIn.Authenticators;
using AuthHub.SignIn.Messages;
using AuthHub.SignIn.Methods;
using AuthHub.SignIn.Users;

namespace AuthHub.SignIn.Administration;

/// <summary>
/// The help for a lost or locked device: an administrator removes it with a reason, the person is told, and sets up
/// another at her next sign-in (S-146); or unlocks it (S-013).
/// </summary>
public sealed class AuthenticatorReset(
    IAuthenticators authenticators, IUsers users, Persons persons, MethodBook methods, ActorSession own, IAudit audit, SecurityMails mails, ITransactions transactions)
{
    public const int LongestReason = 200;

    /// <summary>Whether an administrator may take it away; without a password nobody could begin a sign-in.</summary>
    public static bool MayRemove(Authenticator authenticator) => authenticator.Method != Flow.Password;

    public async Task<AdministrationOutcome> RemoveAsync(Actor actor, User user, Authenticator authenticator, string? reason, CancellationToken cancellationToken)
    {
        if (OneLineText.Read(reason, LongestReason) is not { } why)
        {
            return new AdministrationOutcome.Refused("reason");
        }

        // The reset of somebody else leads to the set-up at her next sign-in; nobody resets herself below what she must have (law L12).
        var keep = actor.User == user.Id ? persons.MustKeepOneOf(user) : null;
        var removed = MayRemove(authenticator) && await transactions.RunAsync(
            async cancel =>
            {
                if (!await authenticators.RemoveAsync(user.Id, authenticator.Id, keep, cancel))
                {
                    return false;
                }

                await users.BumpSecurityVersionAsync(user.Id, cancel);
                await own.KeepAsync(actor, user.Id, cancel);
                await audit.WriteAsync(AuditTypes.AuthenticatorRemoved, actor.User, user.Id, null, $"{authenticator.Method}, {authenticator.Label}; reason: {why}", cancel);
                return true;
            },
            cancellationToken);
        if (!removed)
        {
            return new AdministrationOutcome.Refused("keep-one");
        }

        var name = methods.Find(authenticator.Method)?.Info.DisplayName() ?? authenticator.Method;
        await mails.AuthenticatorRemovedAsync(user, name, authenticator.Label, why, cancellationToken);
        return new AdministrationOutcome.Done(user);
    }

    public Task<AdministrationOutcome> UnlockAsync(Actor actor, User user, Authenticator authenticator, CancellationToken cancellationToken) =>
        transactions.RunAsync<AdministrationOutcome>(
            async cancel =>
            {
                await authenticators.ClearFailuresAsync(user.Id, [authenticator.Id], cancel);
                await audit.WriteAsync(AuditTypes.AuthenticatorUnlocked, actor.User, user.Id, null, $"{authenticator.Method}, {authenticator.Label}", cancel);
                return new AdministrationOutcome.Done(user);
            },
            cancellationToken);
}
