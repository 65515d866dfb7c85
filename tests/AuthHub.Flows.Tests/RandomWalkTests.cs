using System.Collections.Immutable;

using AuthHub.Flows.Tests.Model;

using FsCheck;
using FsCheck.Fluent;

namespace AuthHub.Flows.Tests;

/// <summary>Beyond the finite model: people, demands and sessions thrown together, and long walks over them.</summary>
public sealed class RandomWalkTests
{
    private static readonly Gen<bool> Coin = Gen.Elements(true, false);

    private static readonly Gen<DemandGroup> Groups =
        from methods in Gen.SubListOf<string>(Kinds.All)
        from strength in Gen.Elements(Strength.Basic, Strength.Medium)
        from isList in Coin
        from age in Gen.Elements<int?>(null, null, 1, 10, 60)
        select (isList ? new DemandGroup.OneOf([.. methods]) : (DemandGroup)new DemandGroup.AtLeast(strength)) with { MaxAge = age is { } minutes ? TimeSpan.FromMinutes(minutes) : null };

    private static readonly Gen<Demand> Demands =
        from groups in Gen.Choose(0, 3).SelectMany(count => Groups.ListOf(count))
        from notBefore in Gen.Elements<int?>(null, null, 0, 10)
        select new Demand([.. groups], notBefore is { } minutes ? Starts.Noon.AddMinutes(-minutes) : null);

    private static readonly Gen<Person> Persons =
        from methods in Gen.SubListOf<string>(Kinds.All.Skip(1))
        from locked in Gen.SubListOf<string>(methods)
        from isLocked in Gen.Frequency((3, Gen.Constant(false)), (1, Gen.Constant(true)))
        from offers in Gen.SubListOf<string>(Kinds.All.Skip(1).Except(methods))
        from demand in Gen.Frequency((2, Gen.Constant(Demand.Nothing)), (1, Demands))
        let person = People.Of(77, methods, offers) with { Demand = demand }
        select isLocked ? People.WithLocked(person, locked) : person;

    private static readonly Gen<FlowState> Beginnings =
        from person in Persons
        from demand in Demands
        from hasSession in Coin
        from ages in Gen.Elements(-5, 0, 5, 20, 60).ListOf(person.Bound.Length)
        let proofs = person.Bound.Select((bound, index) => Kinds.Proof(bound.Method, bound.Authenticator, Starts.Noon.AddMinutes(-ages[index])))
        select Starts.Of(demand) with { Person = person, Proofs = hasSession ? [.. proofs.Take(1 + (ages.Count / 2))] : [] };

    [Fact]
    public void No_walk_breaks_a_law() =>
        Prop.ForAll(Walks().ToArbitrary(), walk => Walk(walk.Start, walk.Choices)).Check(Config.QuickThrowOnFailure.WithMaxTest(1500));

    [Fact]
    public void Whoever_answers_honestly_gets_through_whenever_there_is_a_way() =>
        Prop.ForAll(Walks().ToArbitrary(), walk =>
        {
            var node = new Node(walk.Start, walk.Start, walk.Start.StartedAt);
            var hasAWay = Oracle.HasAWay(node) || Oracle.IsEnough(node);
            var step = Engine.Describe(Flow.Standard, node.State, node.Now);
            foreach (var choice in walk.Choices.Where(_ => step is not (FlowStep.Complete or FlowStep.Stop)))
            {
                var honest = Happenings.Honest(node, step).ToList();
                node = honest.Count == 0 ? node : node with { State = Engine.Advance(Flow.Standard, node.State, honest[choice % honest.Count], node.Now) };
                step = Engine.Describe(Flow.Standard, node.State, node.Now);
            }

            return hasAWay == step is FlowStep.Complete;
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(1500));

    [Fact]
    public void Explaining_and_judging_agree() =>
        Prop.ForAll(Beginnings.ToArbitrary(), state =>
        {
            var findings = Policy.Explain(state.Demand, state.Proofs, Starts.Noon);
            return findings.Select(finding => finding.Group).SequenceEqual(state.Demand.Groups)
                && findings.All(finding => finding.Met) == Policy.Satisfied(state.Demand, state.Proofs, Starts.Noon);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(1500));

    [Fact]
    public void More_proofs_never_reach_less_and_joined_demands_never_ask_less() =>
        Prop.ForAll(Beginnings.ToArbitrary(), Beginnings.ToArbitrary(), (one, other) =>
        {
            var both = one.Proofs.AddRange(other.Proofs);
            var joined = one.Demand.And(other.Demand);
            return Policy.Reached(both) >= Policy.Reached(one.Proofs)
                && (!Policy.Satisfied(one.Demand, one.Proofs, Starts.Noon) || Policy.Satisfied(one.Demand, both, Starts.Noon))
                && (!Policy.Satisfied(joined, both, Starts.Noon) || (Policy.Satisfied(one.Demand, both, Starts.Noon) && Policy.Satisfied(other.Demand, both, Starts.Noon)));
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(1500));

    private static Gen<(FlowState Start, int[] Choices)> Walks() =>
        from start in Beginnings
        from choices in Gen.Choose(0, 100_000).ArrayOf(30)
        select (start, choices);

    private static bool Walk(FlowState start, int[] choices)
    {
        var node = new Node(start, start, start.StartedAt);
        foreach (var choice in choices)
        {
            var step = Machine.Engine.Describe(node.State, node.Now);
            IReadOnlyList<FlowEvent> events = [.. Happenings.At(node), .. Happenings.Honest(node, step), .. Happenings.Honest(node, step)];
            var happened = events[choice % events.Count];
            var after = node with { State = Machine.Engine.Advance(node.State, happened, node.Now) };
            var next = Machine.Engine.Describe(after.State, after.Now);
            var broken = StateLaws.Broken(Machine.Engine, node, step).Concat(ChangeLaws.Broken(node, step, happened, after, next)).ToList();
            Assert.True(broken.Count == 0, $"{string.Join('\n', broken)}\n{node.Key}\n{happened}\n{after.Key}");
            node = after with { Now = after.Now.AddMinutes(choice % 7 == 0 ? 3 : 0) };
        }

        return true;
    }
}
