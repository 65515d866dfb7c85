namespace AuthHub.OpenId.Outgoing;

/// <summary>What came of a request to somebody else's server.</summary>
public abstract record OutgoingVerdict
{
    private OutgoingVerdict()
    {
    }

    /// <summary>It answered with a status of success and content of the kind that was asked for.</summary>
    public sealed record Answered(int Status, byte[] Body) : OutgoingVerdict;

    /// <summary>It was not asked, did not answer, or answered something else; the reason is for logs, never for clients, the status is there where it answered.</summary>
    public sealed record Refused(string Reason, int? Status = null) : OutgoingVerdict;
}
