using AuthHub.Flows.Tests.Model;
using AuthHub.Flows.Tests.Mutants;

namespace AuthHub.Flows.Tests;

/// <summary>A guard that never barked proves nothing: the exploration has to catch every seeded fault.</summary>
public sealed class MutantTests(ITestOutputHelper output)
{
    public static TheoryData<string> Names { get; } = [.. Mutants().Select(mutant => mutant.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void The_exploration_catches(string fault)
    {
        var mutant = Mutants().Single(mutant => mutant.Name == fault);

        var visited = new Exploration(mutant.Machine, until: mutant.Law).Run(Starts.All());

        output.WriteLine($"{mutant.Source}: {visited.States} states\n{visited.Report}");
        Assert.Contains(visited.Breaches.Keys, law => law.StartsWith(mutant.Law, StringComparison.Ordinal));
    }

    private static IEnumerable<Mutant> Mutants() => LedgerMutants.All().Concat(JudgementMutants.All());
}
