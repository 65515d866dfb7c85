namespace AuthHub.OpenId.Audit;

/// <summary>Where this half leaves the record of what it did; the host writes it into the one audit list. Never given a secret, code or token.</summary>
public interface IProtocolAudit
{
    /// <summary>Records an event of one of the <see cref="ProtocolAuditTypes"/>.</summary>
    Task WriteAsync(string type, string? subject, string? clientId, string? detail, CancellationToken cancellationToken);

    /// <summary>
    /// Records that somebody was shown a refusal, where nobody proved to be anybody: <paramref name="clientId"/> is only what was claimed.
    /// The host bounds how many of these it keeps (law L20).
    /// </summary>
    Task WriteRefusedStrangerAsync(string? clientId, string detail, CancellationToken cancellationToken);
}
