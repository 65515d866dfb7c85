using System.Text;
using AuthHub.Flows;
using AuthHub.SignIn.Audit;
using AuthHub.SignIn.Authenticators;
using AuthHub.SignIn.Messages;
using AuthHub.SignIn.Methods;
using AuthHub.SignIn.Sessions;
using AuthHub.SignIn.Users;

namespace AuthHub.SignIn.Account;

/// <summary>A person renames and removes what she has bound, but never the password and never the last one she must keep (law L12).</summary>
public sealed class OwnAuthenticators(IAuthenticators authenticators, Persons persons, AuthenticatorUse use, SessionKeeping keeping, IAudit audit, SecurityMails mails)
{
    public const int MaxLabel = 64;

    /// <summary>The authenticator with this id if it is hers and hers to change; null otherwise, whoever else has it (attack ENR-10).</summary>
    public async Task<Authenticator?> FindAsync(LiveSession live, Guid id, CancellationToken cancellationToken) =>
        await authenticators.FindAsync(live.User.Id, id, cancellationToken) is { } found && found.Method != Flow.Password ? found : null;

    /// <summary>Whether she may do without it.</summary>
    public bool IsSpare(User user, IReadOnlyList<Authenticator> bound, Guid id) =>
        persons.MustKeepOneOf(user) is not { } keep || bound.Any(one => one.Id != id && keep.Contains(one.Method));

    /// <summary>The name as it will be kept; null for one that cannot be.</summary>
    public static string? Label(string? typed)
    {
        var label = typed?.Trim() ?? "";
        var acceptable = label.Length is > 0 and <= MaxLabel
            && !label.EnumerateRunes().Any(rune => Rune.IsControl(rune) || rune.Value is 0x2028 or 0x2029 or 0xFFFD);
        return acceptable ? label : null;
    }

    public async Task<bool> RenameAsync(LiveSession live, Authenticator authenticator, string label, CancellationToken cancellationToken) =>
        await use.InOneAsync(
            async cancel =>
            {
                LostRaceException.ThrowUnless(await authenticators.RenameAsync(live.User.Id, authenticator.Id, label, cancel));
                await audit.WriteAsync(AuditTypes.AuthenticatorRenamed, live.User.Id, live.User.Id, null, $"{authenticator.Method}, {authenticator.Label} -> {label}", cancel);
            },
            cancellationToken);

    /// <summary>Removes it, with all that follows. False when it is gone already or she must keep it; decided in one place, whatever a page showed (attack ENR-09).</summary>
    public async Task<bool> RemoveAsync(LiveSession live, MethodInfo info, Authenticator authenticator, CancellationToken cancellationToken)
    {
        var removed = await use.InOneAsync(
            async cancel =>
            {
                LostRaceException.ThrowUnless(await authenticators.RemoveAsync(live.User.Id, authenticator.Id, persons.MustKeepOneOf(live.User), cancel));
                await keeping.ChangeAsync(live, null, cancel);
                await audit.WriteAsync(AuditTypes.AuthenticatorRemoved, live.User.Id, live.User.Id, null, $"{authenticator.Method}, {authenticator.Label}", cancel);
            },
            cancellationToken);
        if (removed)
        {
            await mails.AuthenticatorRemovedAsync(live.User, info.DisplayName(), authenticator.Label, null, cancellationToken);
        }

        return removed;
    }
}
