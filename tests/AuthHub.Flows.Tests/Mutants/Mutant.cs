using AuthHub.Flows.Tests.Model;

namespace AuthHub.Flows.Tests.Mutants;

/// <summary>An engine with one fault of the kind that became an advisory elsewhere; the exploration has to find it.</summary>
/// <param name="Name">What is wrong.</param>
/// <param name="Source">The case of the attack catalogue and the advisory behind it.</param>
/// <param name="Law">Beginning of the law that has to be seen broken.</param>
/// <param name="Machine">The faulty pair.</param>
public sealed record Mutant(string Name, string Source, string Law, Machine Machine)
{
    public static Mutant Advancing(string name, string source, string law, Func<FlowState, FlowStep, FlowEvent, DateTimeOffset, FlowState?> fault) => new(
        name,
        source,
        law,
        Machine.Engine with
        {
            Advance = (state, happened, now) =>
                fault(state, Machine.Engine.Describe(state, now), happened, now) ?? Machine.Engine.Advance(state, happened, now),
        });

    public static Mutant Describing(string name, string source, string law, Func<FlowState, FlowStep, DateTimeOffset, FlowStep?> fault) => new(
        name,
        source,
        law,
        Machine.Engine with
        {
            Describe = (state, now) =>
            {
                var step = Machine.Engine.Describe(state, now);
                return fault(state, step, now) ?? step;
            },
        });

    public override string ToString() => $"{Name} [{Source}]";
}
