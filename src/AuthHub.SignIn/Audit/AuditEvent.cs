namespace AuthHub.SignIn.Audit;

/// <summary>One line of the record of who did what, when, from where and with what result. Never holds a secret, code or token.</summary>
public sealed class AuditEvent
{
    public required Guid Id { get; init; }

    public required DateTimeOffset At { get; init; }

    /// <summary>What happened, such as <c>password.rejected</c> or <c>code.reused</c>; see <see cref="AuditTypes"/> for the list.</summary>
    public required string Type { get; init; }

    /// <summary>Who acted: a user id, or null for a stranger or the server.</summary>
    public Guid? ActorId { get; init; }

    /// <summary>Whom it concerns; null where nobody known is concerned.</summary>
    public Guid? SubjectId { get; init; }

    public string? ClientId { get; init; }

    /// <summary>Network address of the request.</summary>
    public string? Address { get; init; }

    /// <summary>One plain sentence or value of detail; control characters are removed when written.</summary>
    public string? Detail { get; init; }
}
