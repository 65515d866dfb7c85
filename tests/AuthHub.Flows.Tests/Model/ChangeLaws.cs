namespace AuthHub.Flows.Tests.Model;

/// <summary>What must hold for every change, whatever happened. Each answer names a law that is broken.</summary>
public static class ChangeLaws
{
    public static IEnumerable<string> Broken(Node before, FlowStep step, FlowEvent happened, Node after, FlowStep next)
    {
        var always = Ledger(before, step, happened, after).Concat(WriteOnce(before, happened, after));
        return happened switch
        {
            FlowEvent.Chose or FlowEvent.AskedForAnotherWay => always.Concat(Selections(before, step, happened, after, next)),
            FlowEvent.Refreshed refreshed => always.Concat(Readings(before, refreshed.Person, after)),
            FlowEvent.Enrolled when after.Person != before.Person && !Oracle.MayBind(before) =>
                always.Append("L10: nothing is bound without the right fresh proof"),
            _ => always,
        };
    }

    /// <summary>No dead ends: what she honestly does leads on, and never away from the goal.</summary>
    public static IEnumerable<string> BrokenByHonesty(Node before, FlowStep step, Node after, FlowStep next)
    {
        if (before.Person is not null && Oracle.HasAWay(before) && !Oracle.HasAWay(after))
        {
            yield return "No dead end: an honest answer never loses the way";
        }

        if (next.Equals(step))
        {
            yield return "No dead end: an honest answer leads to another step";
        }

        if (step is FlowStep.Password or FlowStep.Verify or FlowStep.Enrol && after.State.Proofs.Count != before.State.Proofs.Count + 1)
        {
            yield return "No dead end: an honest proof is taken";
        }

        if (step is FlowStep.Verify verify && Asks(next, verify.Method))
        {
            yield return "Nobody is asked twice at once for the same proof";
        }
    }

    private static bool Asks(FlowStep step, string method) =>
        step is FlowStep.Verify verify ? verify.Method == method : step is FlowStep.ChooseMethod choose && choose.Methods.Contains(method);

    private static bool IsVerifying(FlowStep step) => step is FlowStep.Verify or FlowStep.ChooseMethod;

    private static IEnumerable<string> Ledger(Node before, FlowStep step, FlowEvent happened, Node after)
    {
        var old = before.State.Proofs;
        var now = after.State.Proofs;
        var given = happened switch
        {
            FlowEvent.Proved proved => proved.Proof,
            FlowEvent.Enrolled enrolled => enrolled.Proof,
            _ => null,
        };
        if (!now.Take(old.Count).SequenceEqual(old) || now.Count > old.Count + 1 || (now.Count > old.Count && !ReferenceEquals(now[^1], given)))
        {
            yield return "L2: proofs are only ever added, each by its own verification";
        }

        if (now.Count > old.Count && given is not null)
        {
            var isAsked = step switch
            {
                FlowStep.Password => happened is FlowEvent.Proved && given.Method == Kinds.Password,
                FlowStep.Verify verify => happened is FlowEvent.Proved && given.Method == verify.Method,
                FlowStep.Enrol enrol => happened is FlowEvent.Enrolled && given.Method == enrol.Method,
                _ => false,
            };
            if (!isAsked)
            {
                yield return "FLOW-02: only the proof that is asked for is taken";
            }

            if (!after.Person!.Bound.Any(bound => bound.Authenticator == given.Authenticator && bound.Method == given.Method && !bound.Locked))
            {
                yield return "L3, L9: only a proof by an unlocked authenticator of this person is taken";
            }
        }
    }

    private static IEnumerable<string> WriteOnce(Node before, FlowEvent happened, Node after)
    {
        if (before.Person is not null ? after.Person?.Id != before.Person.Id : after.Person is not null && happened is not FlowEvent.Identified)
        {
            yield return "L3: the person of a run is set once";
        }

        if (before.Person is not null && after.Person != before.Person && happened is not (FlowEvent.Refreshed or FlowEvent.Enrolled))
        {
            yield return "L3: only the store says what a person is";
        }

        if (happened is FlowEvent.Enrolled && after.Person != before.Person && after.State.Proofs.Count == before.State.Proofs.Count)
        {
            yield return "A refused enrolment changes nothing";
        }

        if ((after.State with { Person = null, Proofs = before.State.Proofs, Chosen = null, WantsChoice = false, IsStale = false })
            != (before.State with { Person = null, Chosen = null, WantsChoice = false, IsStale = false }))
        {
            yield return "What is demanded, and how long the run lasts, never changes";
        }

        if (before.State.IsStale && !after.State.IsStale)
        {
            yield return "L11: a run that is over stays over";
        }
    }

    private static IEnumerable<string> Selections(Node before, FlowStep step, FlowEvent happened, Node after, FlowStep next)
    {
        if (after.State with { Chosen = before.State.Chosen, WantsChoice = before.State.WantsChoice } != before.State)
        {
            yield return "L5: choosing and another way change only what is asked next";
        }

        if (next is FlowStep.Complete && step is not FlowStep.Complete)
        {
            yield return "L5: choosing and another way never complete a run";
        }

        if (happened is FlowEvent.Chose chose && after.State != before.State && !Kinds.All.Contains(chose.Method))
        {
            yield return "L6: an unknown method changes nothing";
        }

        if (IsVerifying(step) != IsVerifying(next))
        {
            yield return "L5: choosing and another way stay in their stage";
        }
    }

    private static IEnumerable<string> Readings(Node before, Person read, Node after)
    {
        if (before.Person is not { } known)
        {
            yield break;
        }

        if (read.Id != known.Id && after.State != before.State)
        {
            yield return "L3: a reading of somebody else changes nothing";
        }

        if (read.Id == known.Id && (read.SecurityVersion != known.SecurityVersion || read.IsDecoy != known.IsDecoy) && !after.State.IsStale)
        {
            yield return "L11: another security version ends the run";
        }

        if (read.Id == known.Id && !after.State.IsStale && after.Person != read)
        {
            yield return "L19: every reading counts from now on";
        }
    }
}
