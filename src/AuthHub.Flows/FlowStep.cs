using System.Collections.Immutable;

namespace AuthHub.Flows;

/// <summary>What to show or do next.</summary>
public abstract record FlowStep
{
    private FlowStep()
    {
    }

    public sealed record Identify : FlowStep;

    public sealed record Password : FlowStep;

    /// <summary>Let her choose one of her methods.</summary>
    public sealed record ChooseMethod(ImmutableArray<string> Methods) : FlowStep
    {
        public bool Equals(ChooseMethod? other) => other is not null && Methods.SequenceEqual(other.Methods);

        public override int GetHashCode() => Methods.Length;
    }

    /// <summary>Ask with this method.</summary>
    public sealed record Verify(string Method) : FlowStep;

    /// <summary>Let her choose what to set up.</summary>
    public sealed record ChooseEnrolment(ImmutableArray<string> Methods) : FlowStep
    {
        public bool Equals(ChooseEnrolment? other) => other is not null && Methods.SequenceEqual(other.Methods);

        public override int GetHashCode() => Methods.Length;
    }

    /// <summary>Set up this method.</summary>
    public sealed record Enrol(string Method, bool HasAlternatives) : FlowStep;

    /// <summary>Everything demanded is proved: to the door.</summary>
    public sealed record Complete : FlowStep;

    /// <summary>No way on from here.</summary>
    public sealed record Stop(StopReason Reason) : FlowStep;
}
