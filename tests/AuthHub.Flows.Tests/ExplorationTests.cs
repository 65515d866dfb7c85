using AuthHub.Flows.Tests.Model;

namespace AuthHub.Flows.Tests;

/// <summary>Every reachable state of a finite model against the laws of the design, with the real engine.</summary>
public sealed class ExplorationTests(ITestOutputHelper output)
{
    [Fact]
    public void No_reachable_state_and_no_change_breaks_a_law()
    {
        var visited = new Exploration(Machine.Engine).Run(Starts.All());

        output.WriteLine($"{visited.States} states, {visited.Changes} changes, {Starts.All().Count()} beginnings");
        Assert.True(visited.Breaches.Count == 0, visited.Report);
        Assert.InRange(visited.States, 10_000, Exploration.Bound - 1);
    }
}
