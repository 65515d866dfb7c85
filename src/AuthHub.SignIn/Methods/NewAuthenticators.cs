using AuthHub.SignIn.Audit;
using AuthHub.SignIn.Authenticators;
using AuthHub.SignIn.Messages;
using AuthHub.SignIn.Users;

namespace AuthHub.SignIn.Methods;

/// <summary>Stores a bound authenticator with all that follows from it: the new security version, the audit event and the mail to the person.</summary>
public sealed class NewAuthenticators(IAuthenticators authenticators, IUsers users, ISecretBox box, IAudit audit, SecurityMails mails, TimeProvider clock)
{
    internal async Task<(Authenticator Authenticator, User User)> AddAsync(
        User user, MethodInfo info, EnrolmentVerdict.Enrolled enrolled, EnrolledBy by, Guid actor, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var id = Guid.CreateVersion7(now);
        var authenticator = new Authenticator
        {
            Id = id,
            UserId = user.Id,
            Method = info.Name,
            Label = enrolled.Label,
            EnrolledBy = by,
            SealedState = box.Seal(user.Id, id, enrolled.State),
            ExternalId = enrolled.ExternalId,
            Hint = enrolled.Hint,
            Serial = enrolled.Serial,
            CreatedAt = now,
            LastUsedAt = by == EnrolledBy.Self ? now : null,
        };
        LostRaceException.ThrowUnless(await authenticators.AddAsync(authenticator, info.LimitPerUser, cancellationToken));
        await users.BumpSecurityVersionAsync(user.Id, cancellationToken);
        await audit.WriteAsync(AuditTypes.AuthenticatorAdded, actor, user.Id, null, string.Join(", ", new[] { info.Name, enrolled.Label, enrolled.Hint, $"by {by}" }.Where(part => part is not null)), cancellationToken);
        await mails.AuthenticatorAddedAsync(user, info.DisplayName(), enrolled.Label, by == EnrolledBy.Administrator, cancellationToken);
        var changed = await users.FindAsync(user.Id, cancellationToken) ?? throw new LostRaceException();

        // Another change of the account since this person was read wins over this one (law L11).
        LostRaceException.ThrowUnless(changed.SecurityVersion == user.SecurityVersion + 1);
        return (authenticator, changed);
    }
}
