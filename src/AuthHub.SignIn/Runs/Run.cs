namespace AuthHub.SignIn.Runs;

/// <summary>One passage through a flow, stored from its first proof on and bound to the browser that began it.</summary>
public sealed class Run
{
    /// <summary>Random; the run's address.</summary>
    public required Guid Id { get; init; }

    /// <summary>The request it serves; several runs may have tried to.</summary>
    public required Guid RequestId { get; init; }

    /// <summary>SHA-256 of the browser cookie's value; another browser never sees this run.</summary>
    public required byte[] BrowserHash { get; init; }

    /// <summary>The person; set once (law L3).</summary>
    public required Guid UserId { get; init; }

    /// <summary>Her security version when the run was stored; another one ends it (law L11).</summary>
    public required int SecurityVersion { get; set; }

    /// <summary>The flow's state as JSON; proofs only ever get added.</summary>
    public required string State { get; set; }

    /// <summary>Rises with each change of <see cref="State"/>; a stale writer loses.</summary>
    public int Revision { get; set; }

    public required DateTimeOffset CreatedAt { get; init; }

    public required DateTimeOffset ExpiresAt { get; set; }

    /// <summary>When the door let it through; then it can do nothing any more.</summary>
    public DateTimeOffset? CompletedAt { get; set; }

    /// <summary>The session it made or stepped up.</summary>
    public Guid? SessionId { get; set; }
}
