using AuthHub.Flows;
using AuthHub.SignIn.Authenticators;
using AuthHub.SignIn.Users;

namespace AuthHub.SignIn.Runs;

/// <summary>A run as one request sees it: opened, with the person as she is now and the step that is due.</summary>
public sealed record OpenRun
{
    public required Guid Id { get; init; }

    /// <summary>Its part of the address: the sealed ticket, or the id once stored.</summary>
    public required string Address { get; init; }

    public required RunRequest Request { get; init; }

    /// <summary>The installation's name: authenticator apps and messages say this one, whichever app asked (S-030).</summary>
    public required string ProductName { get; init; }

    /// <summary>What was typed; shown back to the person whether or not anybody has this name.</summary>
    public string? Identifier { get; init; }

    public required FlowState State { get; init; }

    public required FlowStep Step { get; init; }

    /// <summary>The person; null before she is identified and for a decoy.</summary>
    public User? User { get; init; }

    public IReadOnlyList<Authenticator> Authenticators { get; init; } = [];

    /// <summary>The stored run; null before the first proof.</summary>
    public Run? Row { get; init; }

    public bool IsCompleted => Row?.CompletedAt is not null;

    /// <summary>The owner of challenges put in this run.</summary>
    public string Owner => $"run:{Id:N}";
}
