using AuthHub.OpenId.Audit;
using AuthHub.SignIn.Audit;

namespace AuthHub.Web.OpenId;

/// <summary>Puts the OpenID half's events into the one audit list.</summary>
internal sealed class ProtocolAudit(IAudit audit) : IProtocolAudit
{
    public Task WriteAsync(string type, string? subject, string? clientId, string? detail, CancellationToken cancellationToken)
    {
        var user = subject is null ? null : SubjectId.Parse(subject);
        return audit.WriteAsync(type, null, user, clientId, detail, cancellationToken);
    }
}
