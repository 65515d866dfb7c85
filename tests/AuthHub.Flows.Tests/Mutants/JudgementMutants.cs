using AuthHub.Flows.Tests.Model;

namespace AuthHub.Flows.Tests.Mutants;

/// <summary>Faults in what is enough and what comes next.</summary>
public static class JudgementMutants
{
    public static IEnumerable<Mutant> All() =>
    [
        Mutant.Describing("Position decides instead of proofs", "FLOW-02, CVE-2025-64103", "L1, L6:", (state, step, _) =>
            step is FlowStep.Verify && state.Chosen is not null ? new FlowStep.Complete() : null),
        Mutant.Describing("Stage that fails is passed over", "FLOW-15, CVE-2024-47070", "L1, L6:", (_, step, _) =>
            step is FlowStep.Stop { Reason: StopReason.NoWay } ? new FlowStep.Complete() : null),
        Mutant.Describing("Required set-up is optional", "FLOW-33, CVE-2025-3910", "L1, L6:", (state, step, _) =>
            step is FlowStep.Enrol or FlowStep.ChooseEnrolment && state.WantsChoice ? new FlowStep.Complete() : null),
        Mutant.Describing("One factor twice counts as two", "asks row 24, ory/kratos 4317", "L1, L6:", (state, step, now) =>
            step is not FlowStep.Stop && state.Person is { IsDecoy: false } && state.Proofs.Count(proof => proof.At <= now) > 1 ? new FlowStep.Complete() : null),
        Mutant.Describing("Any factor may be set up beside a locked one", "ENR-02, HackerOne 722748", "L10: binding", (state, step, _) =>
            step is FlowStep.Stop { Reason: StopReason.Locked } && !state.Person!.MayEnrol.IsEmpty ? new FlowStep.Enrol(state.Person.MayEnrol[0].Method, false) : null),
        Mutant.Describing("Stolen session binds a factor without a fresh proof", "asks row 23, keycloak 21837", "L10: binding", (state, step, _) =>
            step is FlowStep.Password && !state.Proofs.IsEmpty && !state.Person!.HasSecondFactor && !state.Person.MayEnrol.IsEmpty
                ? new FlowStep.Enrol(state.Person.MayEnrol[0].Method, false) : null),
        new("Decoy passes", "FLOW-02 with an unknown name", "L1, L6:", new Machine(
            (state, happened, now) => state.Person is { IsDecoy: true } decoy && happened is FlowEvent.Proved
                ? Machine.Engine.Advance(Undisguised(state), happened, now) with { Person = decoy }
                : Machine.Engine.Advance(state, happened, now),
            (state, now) => Machine.Engine.Describe(Undisguised(state), now))),
        Mutant.Describing("Decoy is told apart", "law L13", "L13:", (state, _, _) =>
            state.Person is { IsDecoy: true } && !state.IsStale ? new FlowStep.Stop(StopReason.NoWay) : null),
        Mutant.Describing("Expiry is ignored", "FLOW-26, ASVS 6.6.2", "L18: a run", (state, step, now) =>
            step is FlowStep.Stop { Reason: StopReason.Expired } ? Without(state with { ExpiresAt = now.AddMinutes(1) }, now) : null),
        Mutant.Describing("Stale mark is ignored", "FLOW-19, CVE-2026-9047", "L11: a run", (state, step, now) =>
            step is FlowStep.Stop { Reason: StopReason.Stale } ? Without(state with { IsStale = false }, now) : null),
        Mutant.Describing("List of methods is ignored", "FLOW-29, FLOW-34, CVE-2026-3429", "L1, L6:", (state, _, now) =>
            Without(state with { Demand = state.Demand with { Groups = [.. state.Demand.Groups.Where(group => group is not DemandGroup.OneOf)] } }, now)),
        Mutant.Describing("Role is ignored", "FLOW-23, CVE-2026-34727", "L1, L6:", (state, step, now) =>
            step is FlowStep.Stop or FlowStep.Identify ? null : Without(state with { Person = state.Person! with { Demand = Demand.Nothing } }, now)),
        Mutant.Describing("Age of a proof is ignored", "FLOW-35, GHSA-hp74-gm6m-2qm5", "L1, L6:", (state, _, now) =>
            Without(state with { Demand = state.Demand with { Groups = [.. state.Demand.Groups.Select(group => group with { MaxAge = null })] } }, now)),
        Mutant.Describing("prompt=login is ignored", "FLOW-20, CVE-2023-31140", "prompt=login", (state, _, now) =>
            Without(state with { Demand = state.Demand with { NotBefore = null } }, now)),
        Mutant.Describing("Method asked that she does not have", "FLOW-05", "FLOW-05", (state, step, _) =>
            step is FlowStep.ChooseMethod choice ? new FlowStep.ChooseMethod(choice.Methods.Add(Kinds.Face)) : null),
        Mutant.Describing("Password is offered as the second factor", "FLOW-06, HackerOne 897385", "FLOW-05", (_, step, _) =>
            step is FlowStep.ChooseMethod choice ? new FlowStep.ChooseMethod(choice.Methods.Add(Kinds.Password)) : null),
        Mutant.Describing("Only the first way to set up is shown and then lost", "asks row 1, keycloak 17092", "No dead end: a run stops", (_, step, _) =>
            step is FlowStep.ChooseEnrolment ? new FlowStep.Stop(StopReason.NoWay) : null),
    ];

    private static FlowState Undisguised(FlowState state) => state with { Person = state.Person is null ? null : state.Person with { IsDecoy = false } };

    private static FlowStep Without(FlowState state, DateTimeOffset now) => Machine.Engine.Describe(state, now);
}
