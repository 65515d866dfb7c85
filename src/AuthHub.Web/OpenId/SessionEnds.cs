using AuthHub.OpenId.Subjects;
using AuthHub.SignIn.Audit;
using AuthHub.SignIn.Sessions;
using AuthHub.Web.Browser;

namespace AuthHub.Web.OpenId;

/// <summary>Ends the browser's session for the OpenID half.</summary>
internal sealed class SessionEnds(CurrentSession current, Cookies cookies, ISessions sessions, IAudit audit, TimeProvider clock) : ISessionEnds
{
    public async Task<Authentication?> CurrentAsync(HttpContext context, CancellationToken cancellationToken) =>
        await current.FindAsync(cancellationToken) is { } live ? Authentications.Of(live) : null;

    public async Task EndAsync(HttpContext context, Guid sessionId, CancellationToken cancellationToken)
    {
        if (await current.FindAsync(cancellationToken) is { } live && live.Session.Id == sessionId)
        {
            await sessions.EndAsync(live.User.Id, sessionId, clock.GetUtcNow(), cancellationToken);
            await audit.WriteAsync(AuditTypes.SessionEnded, live.User.Id, live.User.Id, null, "signed out", cancellationToken);
            cookies.Session = null;
            current.Forget();
        }
    }
}
