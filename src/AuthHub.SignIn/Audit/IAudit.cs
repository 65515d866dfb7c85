namespace AuthHub.SignIn.Audit;

/// <summary>Writes audit events in the transaction of their cause, so that an act without its record cannot be (law L17).</summary>
public interface IAudit
{
    /// <summary>Records an event now, inside the open transaction if there is one. Fills id, time, actor's address.</summary>
    Task WriteAsync(string type, Guid? actor, Guid? subject, string? client, string? detail, CancellationToken cancellationToken);

    /// <summary>One page of events, newest first.</summary>
    Task<IReadOnlyList<AuditEvent>> ReadAsync(AuditFilter filter, int skip, int take, CancellationToken cancellationToken);
}
