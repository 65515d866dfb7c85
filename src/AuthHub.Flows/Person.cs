using System.Collections.Immutable;

namespace AuthHub.Flows;

/// <summary>What the engine may know of the person in a run: read anew before each step, never stored with the run.</summary>
public sealed record Person
{
    public required Guid Id { get; init; }

    /// <summary>Nobody has this name. A decoy walks the same way as a person and can never pass.</summary>
    public bool IsDecoy { get; init; }

    /// <summary>The stamp of law L11; a run that began under another one is over.</summary>
    public int SecurityVersion { get; init; }

    /// <summary>What her roles and her own choices demand of every sign-in.</summary>
    public Demand Demand { get; init; } = Demand.Nothing;

    /// <summary>What she has bound, the password too; locked ones as well.</summary>
    public ImmutableArray<BoundMethod> Bound { get; init; } = [];

    /// <summary>Second-factor methods she may set up, in the order to show them.</summary>
    public ImmutableArray<OfferedMethod> MayEnrol { get; init; } = [];

    public bool HasSecondFactor => Bound.Any(bound => bound.Method != Flow.Password);
}
