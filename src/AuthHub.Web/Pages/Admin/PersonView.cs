using AuthHub.Flows;
using AuthHub.SignIn;
using AuthHub.SignIn.Administration;
using AuthHub.SignIn.Audit;
using AuthHub.SignIn.Authenticators;
using AuthHub.SignIn.Methods;
using AuthHub.SignIn.Sessions;
using AuthHub.SignIn.Users;
using Microsoft.Extensions.Options;

namespace AuthHub.Web.Pages.Admin;

/// <summary>What is shown of a person beside her own facts.</summary>
public sealed record PersonShown(IReadOnlyList<AuthenticatorLine> Authenticators, int Sessions, IReadOnlyList<AuditLine> Events, bool MayRegisterKey);

/// <summary>One of her authenticators, in words for an administrator.</summary>
/// <param name="Row">As stored.</param>
/// <param name="Method">Its method's name for people.</param>
/// <param name="Icon">Its method's icon.</param>
/// <param name="IsLocked">Locked by wrong answers.</param>
/// <param name="MayRemove">Whether an administrator may take it away.</param>
/// <param name="ClockOff">The last time a code of another time was seen: the device's clock is wrong (J-08).</param>
public sealed record AuthenticatorLine(Authenticator Row, string Method, string Icon, bool IsLocked, bool MayRemove, AuditEvent? ClockOff);

/// <summary>Gathers what the page of a person shows.</summary>
public sealed class PersonView(ISessions sessions, IAudit audit, AuditLines lines, MethodBook methods, TimeProvider clock, IOptions<SignInSettings> settings)
{
    private const int Events = 20;

    public async Task<PersonShown> OfAsync(User user, IReadOnlyList<Authenticator> bound, CancellationToken cancellationToken)
    {
        var off = await audit.ReadAsync(new AuditFilter(AuditTypes.ClockOff, user.Id), 0, 1, cancellationToken);
        var now = clock.GetUtcNow();
        var open = await sessions.OpenOfAsync(user.Id, now, cancellationToken);
        return new PersonShown(
            [.. bound.Select(one => Line(one, off))],
            open.Count(one => one.SecurityVersion == user.SecurityVersion && now < one.LastSeenAt + settings.Value.SessionIdle),
            await lines.ReadAsync(new AuditFilter(Subject: user.Id), 0, Events, cancellationToken),
            methods.Find(DeskEnrolment.Method) is not null);
    }

    private AuthenticatorLine Line(Authenticator row, IReadOnlyList<AuditEvent> off)
    {
        var info = methods.Find(row.Method)?.Info;
        return new AuthenticatorLine(
            row,
            info?.DisplayName() ?? row.Method,
            info?.Icon ?? "",
            row.Method != Flow.Password && row.Failures >= settings.Value.FailuresToLock,
            AuthenticatorReset.MayRemove(row),
            row.Method == "totp" ? off.FirstOrDefault(one => one.At >= row.CreatedAt) : null);
    }
}
