using AuthHub.Flows.Tests.Model;

namespace AuthHub.Flows.Tests.Mutants;

/// <summary>Faults in what counts as a proof and whose it is.</summary>
public static class LedgerMutants
{
    public static IEnumerable<Mutant> All() =>
    [
        Mutant.Advancing("Another way counts as proven", "FLOW-07, CVE-2026-18963", "L2:", (state, step, happened, now) =>
            (happened, step) is (FlowEvent.AskedForAnotherWay, FlowStep.Verify verify) ? Taken(state, Own(state.Person!, verify.Method, now)) : null),
        Mutant.Advancing("Restart changes the person and keeps the proofs", "FLOW-13, CVE-2026-94218", "L3: the person", (state, _, happened, _) =>
            happened is FlowEvent.Identified { Person: var person } && state.Person is not null ? state with { Person = person } : null),
        Mutant.Advancing("Person of another tab replaces the one of this run", "FLOW-10, CVE-2026-33544", "L3: a reading", (state, _, happened, _) =>
            happened is FlowEvent.Refreshed { Person: var person } && state.Person is not null && person.Id != state.Person.Id ? state with { Person = person } : null),
        Mutant.Advancing("Proof of a foreign person is taken", "FLOW-09, CVE-2026-33544", "L3, L9:", (state, step, happened, now) =>
            happened is FlowEvent.Proved { Proof: var proof } && proof.At <= now && state.Person is { IsDecoy: false } && Asked(step) == proof.Method ? Taken(state, proof) : null),
        Mutant.Advancing("Key of another method answers", "FLOW-12, CAS execution reuse", "L3, L9:", (state, step, happened, now) =>
            happened is FlowEvent.Proved { Proof: var proof } && proof.At <= now && Asked(step) == proof.Method
            && state.Person?.Bound.Any(bound => bound.Authenticator == proof.Authenticator && !bound.Locked) == true ? Taken(state, proof) : null),
        Mutant.Advancing("Second factor is taken before the password", "FLOW-02, CVE-2026-115829", "A run from nothing", (state, step, happened, now) =>
            (happened, step) is (FlowEvent.Proved { Proof: var proof }, FlowStep.Password) && proof.At <= now && Owns(state.Person, proof) ? Taken(state, proof) : null),
        Mutant.Advancing("Proof from the future is taken", "FLOW-35, GHSA-hp74-gm6m-2qm5", "L18: no proof", (state, step, happened, _) =>
            happened is FlowEvent.Proved { Proof: var proof } && Asked(step) == proof.Method && Owns(state.Person, proof) ? Taken(state, proof) : null),
        Mutant.Advancing("Locked authenticator still answers", "FLOW-14, law L9", "L3, L9:", (state, step, happened, now) =>
            happened is FlowEvent.Proved { Proof: var proof } && proof.At <= now && Asked(step) == proof.Method
            && state.Person?.Bound.Any(bound => bound.Authenticator == proof.Authenticator && bound.Method == proof.Method) == true ? Taken(state, proof) : null),
        Mutant.Advancing("New proof pushes the old ones out", "FLOW-34, CVE-2026-3429", "L2:", (state, step, happened, now) =>
            happened is FlowEvent.Proved { Proof: var proof } && proof.At <= now && Asked(step) == proof.Method && Owns(state.Person, proof)
                ? state with { Proofs = [proof], Chosen = null, WantsChoice = false } : null),
        Mutant.Advancing("Back drops the required enrolment", "FLOW-33, CVE-2025-3910, CVE-2026-94218", "L5: choosing and another way never complete", (state, step, happened, _) =>
            (happened, step) is (FlowEvent.AskedForAnotherWay, FlowStep.Enrol)
                ? state with { Demand = Demand.Nothing, Person = state.Person! with { Demand = Demand.Nothing } } : null),
        Mutant.Advancing("Factor is bound to another account", "ENR-11", "L3: the person", (state, step, happened, _) =>
            (happened, step) is (FlowEvent.Enrolled { Proof: var proof, Person: var person }, FlowStep.Enrol enrol) && proof.Method == enrol.Method && Owns(person, proof)
                ? Taken(state with { Person = person }, proof) : null),
        Mutant.Advancing("Unconfirmed set-up counts", "ENR-06, keycloak 38593", "L2:", (state, step, happened, now) =>
            (happened, step) is (FlowEvent.Chose { Method: var method }, FlowStep.ChooseEnrolment choice) && choice.Methods.Contains(method)
                ? Taken(state, Kinds.Proof(method, People.Stranger, now)) : null),
        Mutant.Advancing("Run survives a change of the account", "FLOW-18, FLOW-19, CVE-2025-53942", "L11: another", (state, _, happened, _) =>
            happened is FlowEvent.Refreshed { Person: var person } && state.Person?.Id == person.Id ? state with { Person = person } : null),
        Mutant.Advancing("Method of the form is believed", "FLOW-05", "L6: an unknown", (state, step, happened, _) =>
            (happened, step) is (FlowEvent.Chose chose, FlowStep.ChooseMethod or FlowStep.Verify)
                ? state with { Chosen = chose.Method, WantsChoice = false } : null),
    ];

    private static string? Asked(FlowStep step) => step switch
    {
        FlowStep.Password => Kinds.Password,
        FlowStep.Verify verify => verify.Method,
        _ => null,
    };

    private static bool Owns(Person? person, Proof proof) => person is { IsDecoy: false }
        && person.Bound.Any(bound => bound.Authenticator == proof.Authenticator && bound.Method == proof.Method && !bound.Locked);

    private static Proof Own(Person person, string method, DateTimeOffset now) => Kinds.Proof(method, People.AuthenticatorOf(person, method), now);

    private static FlowState Taken(FlowState state, Proof proof) => state with { Proofs = state.Proofs.Add(proof), Chosen = null, WantsChoice = false };
}
