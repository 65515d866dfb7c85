namespace AuthHub.OpenId.Errors;

/// <summary>A request the specification refuses. Made by <see cref="ProtocolError.Because"/>, turned into an answer in one place.</summary>
#pragma warning disable CA1032 // A refusal without its error and reason must not exist.
public sealed class ProtocolException(ProtocolError error, string reason) : Exception(reason)
#pragma warning restore CA1032
{
    public ProtocolError Error { get; } = error;

    /// <summary>The client that was claimed; for the log and the audit, and not believed.</summary>
    public string? ClientId { get; init; }
}
