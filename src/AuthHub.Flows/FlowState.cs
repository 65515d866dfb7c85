using System.Collections.Immutable;

namespace AuthHub.Flows;

/// <summary>The memory of one run. Values only; every change makes a new state.</summary>
public sealed record FlowState
{
    /// <summary>What the app and the request ask for.</summary>
    public required Demand Demand { get; init; }

    /// <summary>When the run began; proofs since then were given in it, older ones came with the session.</summary>
    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>The run is over from this moment on.</summary>
    public required DateTimeOffset ExpiresAt { get; init; }

    /// <summary>The person; set once (law L3).</summary>
    public Person? Person { get; init; }

    /// <summary>What was proved; only ever grows (law L2).</summary>
    public ImmutableList<Proof> Proofs { get; init; } = [];

    /// <summary>The method she picked to verify with or to set up; null until she picks.</summary>
    public string? Chosen { get; init; }

    /// <summary>She asked for another way: show the choice instead of the method used last.</summary>
    public bool WantsChoice { get; init; }

    /// <summary>Her account changed in a way that ends this run.</summary>
    public bool IsStale { get; init; }
}
