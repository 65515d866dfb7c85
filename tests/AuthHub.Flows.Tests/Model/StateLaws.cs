namespace AuthHub.Flows.Tests.Model;

/// <summary>What must hold in every state, whatever led there. Each answer names a law that is broken.</summary>
public static class StateLaws
{
    public static IEnumerable<string> Broken(Machine machine, Node node, FlowStep step) =>
    [
        .. Endings(node, step),
        .. Completeness(node, step),
        .. node.Person is { IsDecoy: true } ? Decoys(machine, node, step) : Offers(node, step),
    ];

    private static IEnumerable<string> Endings(Node node, FlowStep step)
    {
        if (node.IsExpired != step is FlowStep.Stop { Reason: StopReason.Expired })
        {
            yield return "L18: a run is over exactly from its expiry on";
        }

        if (!node.IsExpired && node.State.IsStale != step is FlowStep.Stop { Reason: StopReason.Stale })
        {
            yield return "L11: a run whose account changed is over, and no other";
        }

        if (step is FlowStep.Stop { Reason: StopReason.NoWay or StopReason.Locked } && node.Person is not null && Oracle.HasAWay(node))
        {
            yield return "No dead end: a run stops only when there is truly no way";
        }

        if (step is FlowStep.Stop { Reason: StopReason.Locked } && !node.Person!.Bound.Any(bound => bound.Locked))
        {
            yield return "A run says locked only when something is locked";
        }
    }

    private static IEnumerable<string> Completeness(Node node, FlowStep step)
    {
        var isEnough = !node.IsExpired && !node.State.IsStale && Oracle.IsEnough(node);
        if (step is FlowStep.Complete && !isEnough)
        {
            yield return "L1, L6: a run is complete only with proofs that are enough";
        }

        if (step is FlowStep.Complete && Oracle.AuthTime(node.State.Proofs) < Oracle.NotBefore(node.State))
        {
            yield return "prompt=login, max_age: auth_time is never older than what was asked for";
        }

        if (step is not FlowStep.Complete && isEnough)
        {
            yield return "Only the missing proof is asked: enough is enough";
        }

        if (step is FlowStep.Complete && node.Start.Proofs.IsEmpty && node.State.Proofs is not [{ Method: Kinds.Password }, ..])
        {
            yield return "A run from nothing proves the password first";
        }

        if (node.State.Proofs.Skip(node.Start.Proofs.Count).Any(proof => node.Person?.Bound.Any(bound => bound.Authenticator == proof.Authenticator) != true))
        {
            yield return "L3, L7: every proof of a run is by an authenticator of its person";
        }

        if (node.State.Proofs.Skip(node.Start.Proofs.Count).Any(proof => proof.At > node.Now))
        {
            yield return "L18: no proof of a run is from the future";
        }
    }

    private static IEnumerable<string> Offers(Node node, FlowStep step)
    {
        string[] offered = step switch
        {
            FlowStep.Verify verify => [verify.Method],
            FlowStep.ChooseMethod choose => [.. choose.Methods],
            FlowStep.Enrol enrol => [enrol.Method],
            FlowStep.ChooseEnrolment choose => [.. choose.Methods],
            _ => ["-"],
        };
        if (offered.Length == 0 || offered.Distinct().Count() != offered.Length)
        {
            yield return "A choice shows each method once, and at least one";
        }

        if (step is FlowStep.Verify or FlowStep.ChooseMethod
            && !offered.All(method => method != Kinds.Password && node.Person!.Bound.Any(bound => bound.Method == method && !bound.Locked)))
        {
            yield return "FLOW-05, FLOW-06: only a second factor she has and may use is asked";
        }

        if (step is FlowStep.Verify or FlowStep.ChooseMethod
            && Completing(node, People.SecondFactors(node.Person!).Where(bound => !bound.Locked).Select(bound => bound.Method)) is [_, ..] completing
            && !offered.All(completing.Contains))
        {
            yield return "Only the missing proof is asked: no detour where one proof will do";
        }

        if (step is FlowStep.Enrol or FlowStep.ChooseEnrolment)
        {
            if (!offered.All(method => node.Person!.MayEnrol.Any(offer => offer.Method == method)))
            {
                yield return "L6: only an allowed method is set up";
            }

            if (!Oracle.MayBind(node))
            {
                yield return "L10: binding needs a fresh proof of a second factor, or of the password where there is none";
            }
        }
    }

    /// <summary>Those methods with which one proof would complete the run.</summary>
    private static List<string> Completing(Node node, IEnumerable<string> methods) =>
        [.. methods.Where(method => Oracle.IsEnough(node.State, [.. node.State.Proofs, Kinds.Proof(method, People.AuthenticatorOf(node.Person!, method), node.Now)], node.Now))];

    /// <summary>Law L13: at the same place, with nothing proved, everybody in the model is shown what the decoy is shown.</summary>
    private static IEnumerable<string> Decoys(Machine machine, Node node, FlowStep step)
    {
        if (node.State.IsStale || node.State.Proofs.Count > 0)
        {
            return node.State.Proofs.Count > node.Start.Proofs.Count ? ["L6: a decoy never proves anything"] : [];
        }

        return People.All.Any(person => !machine.Describe(node.State with { Person = person }, node.Now).Equals(step))
            ? ["L13: a decoy sees the steps of a person up to the first proof"]
            : [];
    }
}
