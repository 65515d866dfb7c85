namespace AuthHub.Flows.Tests.Model;

/// <summary>The two functions under test, so that a faulty pair can stand in for the engine.</summary>
public sealed record Machine(
    Func<FlowState, FlowEvent, DateTimeOffset, FlowState> Advance,
    Func<FlowState, DateTimeOffset, FlowStep> Describe)
{
    public static Machine Engine { get; } = new(
        (state, happened, now) => Flows.Engine.Advance(Flow.Standard, state, happened, now),
        (state, now) => Flows.Engine.Describe(Flow.Standard, state, now));
}
