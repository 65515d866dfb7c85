using AuthHub.OpenId.Audit;
using AuthHub.SignIn.Audit;
using AuthHub.SignIn.Throttling;

namespace AuthHub.Web.OpenId;

/// <summary>Puts the OpenID half's events into the one audit list.</summary>
internal sealed class ProtocolAudit(IAudit audit, IThrottle throttle, RequestOrigin origin) : IProtocolAudit
{
    /// <summary>Refusals of strangers that are kept, in one minute: of one network, and of all together. The rest is in the log only (law L20).</summary>
    public const int KeptPerNetwork = 20;

    private const int KeptInAll = 200;

    private static readonly TimeSpan Window = TimeSpan.FromMinutes(1);

    public Task WriteAsync(string type, string? subject, string? clientId, string? detail, CancellationToken cancellationToken)
    {
        var user = subject is null ? null : SubjectId.Parse(subject);
        return audit.WriteAsync(type, null, user, clientId, detail, cancellationToken);
    }

    public async Task WriteRefusedStrangerAsync(string? clientId, string detail, CancellationToken cancellationToken)
    {
        if ((await throttle.CountAsync($"refused:{NetworkKey.Of(origin.Address)}", KeptPerNetwork, Window, cancellationToken)).Allowed
            && (await throttle.CountAsync("refused", KeptInAll, Window, cancellationToken)).Allowed)
        {
            await audit.WriteAsync(ProtocolAuditTypes.RequestRefused, null, null, clientId, detail, cancellationToken);
        }
    }
}
