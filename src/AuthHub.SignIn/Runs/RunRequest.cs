using AuthHub.Flows;

namespace AuthHub.SignIn.Runs;

/// <summary>Why somebody is to sign in, and where to go afterwards. Made by the server and sealed; nothing in it comes from a form.</summary>
public sealed record RunRequest
{
    /// <summary>Random, given when the request arrived.</summary>
    public required Guid Id { get; init; }

    /// <summary>Local address to go to when done.</summary>
    public required string ReturnTo { get; init; }

    /// <summary>The app, as people know it.</summary>
    public required string ServiceName { get; init; }

    /// <summary>The app's own address, for the way back.</summary>
    public string? ServiceAddress { get; init; }

    /// <summary>Where the app's answer goes, as a content security policy names it in <c>form-action</c>.</summary>
    public string? ServiceOrigin { get; init; }

    public string? ClientId { get; init; }

    public required Demand Demand { get; init; }

    /// <summary>What the app thinks the person is called; put into the identifier field.</summary>
    public string? LoginHint { get; init; }

    /// <summary>The session whose proofs count from the start; only in the browser that holds it.</summary>
    public Guid? SessionId { get; init; }

    public required DateTimeOffset StartedAt { get; init; }
}
