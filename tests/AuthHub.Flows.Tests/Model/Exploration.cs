namespace AuthHub.Flows.Tests.Model;

/// <summary>
/// Visits, breadth first, every state the model can reach, and holds each state and each change against the laws.
/// </summary>
/// <param name="machine">The functions under test.</param>
/// <param name="until">Stop as soon as a law that begins so is broken; null to see everything.</param>
public sealed class Exploration(Machine machine, string? until = null)
{
    private readonly Queue<Visit> queue = new();
    private readonly HashSet<string> seen = [];

    /// <summary>The model is finite; this only keeps a fault from making it endless.</summary>
    public const int Bound = 400_000;

    public int States { get; private set; }

    public int Changes { get; private set; }

    /// <summary>Each broken law with how often, and the first way there, which is a shortest one.</summary>
    public Dictionary<string, (int Count, string Way)> Breaches { get; } = [];

    public string Report => string.Join("\n\n", Breaches.Select(breach => $"{breach.Key} ({breach.Value.Count} times)\n{breach.Value.Way}"));

    private bool IsFound => until is not null && Breaches.Keys.Any(law => law.StartsWith(until, StringComparison.Ordinal));

    public Exploration Run(IEnumerable<FlowState> starts)
    {
        foreach (var start in starts)
        {
            if (IsFound)
            {
                break;
            }

            seen.Clear();
            queue.Clear();
            Enqueue(new Node(start, start, start.StartedAt), null, "start");
            while (queue.TryDequeue(out var visit) && !IsFound && States < Bound)
            {
                Guarded(visit, () => Leave(visit));
            }
        }

        return this;
    }

    private void Leave(Visit visit)
    {
        var (node, step) = (visit.Node, machine.Describe(visit.Node.State, visit.Node.Now));
        States++;
        Note(visit, StateLaws.Broken(machine, node, step));
        foreach (var happened in Happenings.At(node))
        {
            Follow(visit, step, happened);
        }

        var hasHonest = false;
        foreach (var happened in Happenings.Honest(node, step))
        {
            hasHonest = true;
            var after = node with { State = machine.Advance(node.State, happened, node.Now) };
            Note(visit with { What = happened }, ChangeLaws.BrokenByHonesty(node, step, after, machine.Describe(after.State, node.Now)));
        }

        if (!hasHonest && step is not (FlowStep.Complete or FlowStep.Stop) && Oracle.HasAWay(node))
        {
            Note(visit, ["No dead end: every step that is not the last has something that leads on"]);
        }

        foreach (var time in Happenings.ClockSteps(node))
        {
            Enqueue(node with { Now = node.Now + time }, visit, time);
        }
    }

    private void Follow(Visit visit, FlowStep step, FlowEvent happened)
    {
        Changes++;
        var state = machine.Advance(visit.Node.State, happened, visit.Node.Now);
        if (state == visit.Node.State && (happened is not FlowEvent.Refreshed reading || reading.Person == state.Person))
        {
            return;
        }

        var after = visit.Node with { State = state };
        Note(visit with { What = happened }, ChangeLaws.Broken(visit.Node, step, happened, after, machine.Describe(state, after.Now)));
        Enqueue(after, visit, happened);
    }

    private void Enqueue(Node node, Visit? from, object what)
    {
        if (seen.Add(node.Key))
        {
            queue.Enqueue(new Visit(node, from, what));
        }
    }

    /// <summary>The two functions are total: a thrown exception is a breach like any other (law L6).</summary>
    private void Guarded(Visit visit, Action action)
    {
        try
        {
            action();
        }
        catch (Exception fault) when (fault is NullReferenceException or InvalidOperationException or ArgumentException or IndexOutOfRangeException)
        {
            Note(visit, [$"L6: nothing throws, but {fault}"]);
        }
    }

    private void Note(Visit visit, IEnumerable<string> broken)
    {
        foreach (var law in broken)
        {
            Breaches[law] = Breaches.TryGetValue(law, out var known) ? known with { Count = known.Count + 1 } : (1, visit.ToString());
        }
    }

    private sealed record Visit(Node Node, Visit? From, object What)
    {
        public override string ToString() => From is null
            ? $"  {string.Join(" and ", Node.Start.Demand.Groups)} not before {Node.Start.Demand.NotBefore:t} for {Node.Key}"
            : $"{From}\n  {Short(What)}\n    -> {Node.Key}";

        private static string Short(object what) => what switch
        {
            FlowEvent.Proved proved => $"Proved {proved.Proof.Method} {proved.Proof.Authenticator} {proved.Proof.At:t}",
            FlowEvent.Enrolled enrolled => $"Enrolled {enrolled.Proof.Method} {enrolled.Proof.Authenticator} {enrolled.Proof.At:t} {enrolled.Person.Id}",
            FlowEvent.Chose chose => $"Chose {chose.Method}",
            FlowEvent => what.GetType().Name,
            _ => what.ToString()!,
        };
    }
}
