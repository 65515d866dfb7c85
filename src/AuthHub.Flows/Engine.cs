using System.Collections.Immutable;

namespace AuthHub.Flows;

/// <summary>
/// Walks a flow: two pure functions, without HTTP, database or clock, so that a test can visit every state.
/// <see cref="Advance"/> takes what happened; <see cref="Describe"/> says what comes next.
/// </summary>
public static class Engine
{
    /// <summary>A proof this old that came with the session still lets her bind another one (law L10).</summary>
    private static readonly TimeSpan BindingAge = TimeSpan.FromMinutes(10);

    public static FlowState Advance(Flow flow, FlowState state, FlowEvent happened, DateTimeOffset now) => (happened, Describe(flow, state, now)) switch
    {
        (FlowEvent.Refreshed { Person: var person }, _) => Refresh(state, person),
        (FlowEvent.Identified { Person: var person }, FlowStep.Identify) => state with { Person = person },
        (FlowEvent.Proved { Proof: var proof }, FlowStep.Password) when proof.Method == Flow.Password => Add(state, state.Person, proof, now),
        (FlowEvent.Proved { Proof: var proof }, FlowStep.Verify step) when proof.Method == step.Method => Add(state, state.Person, proof, now),
        (FlowEvent.Chose { Method: var method }, FlowStep.ChooseMethod step) when step.Methods.Contains(method) => Choose(state, method),
        (FlowEvent.Chose { Method: var method }, FlowStep.Verify) when Verifiable(state, now).Contains(method) => Choose(state, method),
        (FlowEvent.Chose { Method: var method }, FlowStep.ChooseEnrolment step) when step.Methods.Contains(method) => Choose(state, method),
        (FlowEvent.Chose { Method: var method }, FlowStep.Enrol) when Enrollable(state, now).Contains(method) => Choose(state, method),
        (FlowEvent.AskedForAnotherWay, FlowStep.Verify or FlowStep.Enrol) => state with { Chosen = null, WantsChoice = true },
        (FlowEvent.Enrolled { Proof: var proof, Person: var person }, FlowStep.Enrol step) when proof.Method == step.Method && person.Id == state.Person!.Id =>
            Add(state, person, proof, now),
        _ => state,
    };

    public static FlowStep Describe(Flow flow, FlowState state, DateTimeOffset now)
    {
        if (now >= state.ExpiresAt)
        {
            return new FlowStep.Stop(StopReason.Expired);
        }

        if (state.IsStale)
        {
            return new FlowStep.Stop(StopReason.Stale);
        }

        foreach (var stage in flow.Stages)
        {
            var step = stage switch
            {
                Stage.Identify when state.Proofs.IsEmpty => state.Person is null ? new FlowStep.Identify() : null,
                _ when state.Person is null => new FlowStep.Stop(StopReason.NoWay),
                Stage.Identify => null,
                Stage.Password => NeedsPassword(state, now) ? new FlowStep.Password() : null,
                Stage.Verify => VerifyStep(state, now),
                _ => new FlowStep.Stop(StopReason.NoWay),
            };
            if (step is not null)
            {
                return step;
            }
        }

        // Reached only with every stage behind us; the proofs have the last word all the same (law L6).
        return IsSatisfied(state, state.Proofs, now) ? new FlowStep.Complete() : new FlowStep.Stop(StopReason.NoWay);
    }

    /// <summary>
    /// All that is demanded of this person now: at least one proof, what the app asks, what her roles ask. Where old proofs
    /// do not count (<c>prompt=login</c>, <c>max_age</c>) she proves anew all that she had proved, or else <c>auth_time</c>,
    /// which speaks of all proofs, would still be the old one (OpenID Connect Core section 3.1.2.1).
    /// </summary>
    public static Demand TotalDemand(FlowState state)
    {
        var demand = Demand.AtLeast(Strength.Basic).And(state.Demand).And(state.Person?.Demand ?? Demand.Nothing);
        var reached = Policy.Reached(state.Proofs);
        return demand.NotBefore is null || reached is Strength.None ? demand : demand.And(Demand.AtLeast(reached));
    }

    /// <summary>
    /// The methods she could verify with at this moment, last used first; what the choice shows: those that will do alone,
    /// else those that are part of what will.
    /// </summary>
    public static ImmutableArray<string> Verifiable(FlowState state, DateTimeOffset now)
    {
        var usable = Usable(state);
        var useful = usable.FindAll(bound => IsSatisfied(state, state.Proofs.Add(Imagine(bound, now)), now));
        if (useful.IsEmpty)
        {
            var have = usable.ConvertAll(bound => Imagine(bound, now));
            var reach = IsSatisfied(state, state.Proofs.AddRange(have), now) ? have : have.AddRange(Offers(state, now));
            useful = usable.FindAll(bound => Helps(state, Imagine(bound, now), reach, now));

            // She has factors, none of them will do, but one could be set up after proving one of those she has.
            useful = useful.IsEmpty && !HasBindingProof(state, now) && IsSatisfied(state, state.Proofs.AddRange(reach), now) ? usable : useful;
        }

        return [.. useful.OrderByDescending(bound => bound.LastUsedAt ?? DateTimeOffset.MinValue).Select(bound => bound.Method).Distinct()];
    }

    /// <summary>The methods she could set up at this moment to get on: those that will do alone, else those that are part of what will.</summary>
    public static ImmutableArray<string> Enrollable(FlowState state, DateTimeOffset now)
    {
        if (state.Person is null || !HasBindingProof(state, now))
        {
            return [];
        }

        var offers = Offers(state, now);
        var enough = offers.FindAll(offer => IsSatisfied(state, state.Proofs.Add(offer), now));
        return [.. (enough.IsEmpty ? offers.FindAll(offer => Helps(state, offer, offers, now)) : enough).Select(offer => offer.Method)];
    }

    private static FlowStep? VerifyStep(FlowState state, DateTimeOffset now)
    {
        if (IsSatisfied(state, state.Proofs, now))
        {
            return null;
        }

        var verifiable = Verifiable(state, now);
        if (!verifiable.IsEmpty)
        {
            return state.Chosen is { } chosen && verifiable.Contains(chosen) ? new FlowStep.Verify(chosen)
                : !state.WantsChoice && Preselected(state, verifiable) is { } usual ? new FlowStep.Verify(usual)
                : new FlowStep.ChooseMethod(verifiable);
        }

        var enrollable = Enrollable(state, now);
        if (!enrollable.IsEmpty)
        {
            return state.Chosen is { } chosen && enrollable.Contains(chosen) ? new FlowStep.Enrol(chosen, enrollable.Length > 1)
                : enrollable.Length == 1 ? new FlowStep.Enrol(enrollable[0], false)
                : new FlowStep.ChooseEnrolment(enrollable);
        }

        return new FlowStep.Stop(state.Person!.Bound.Any(bound => bound.Locked) ? StopReason.Locked : StopReason.NoWay);
    }

    /// <summary>
    /// The password is asked first of all, and of every re-authentication; later only where a fresh one is lacking: for the
    /// demand itself, or because a first second factor is about to be bound. Where her second factor alone meets what is
    /// lacking, it is not asked.
    /// </summary>
    private static bool NeedsPassword(FlowState state, DateTimeOffset now)
    {
        var demand = TotalDemand(state);
        if (!state.Proofs.Any(proof => proof.At <= now && !(proof.At < demand.NotBefore)))
        {
            return true;
        }

        if (IsSatisfied(state, state.Proofs, now))
        {
            return false;
        }

        var password = Imagine(Flow.Password, Guid.AllBitsSet, Factor.Knowledge, Flow.Password, now);
        var have = state.Proofs.AddRange(Usable(state).ConvertAll(bound => Imagine(bound, now)));
        if (IsSatisfied(state, have, now) || IsSatisfied(state, have.Add(password), now))
        {
            return !IsSatisfied(state, have, now);
        }

        var reach = have.AddRange(Offers(state, now));
        return IsSatisfied(state, reach, now)
            ? !state.Person!.HasSecondFactor && !HasBindingProof(state, now)
            : IsSatisfied(state, reach.Add(password), now);
    }

    private static string? Preselected(FlowState state, ImmutableArray<string> verifiable) =>
        verifiable.Length == 1 || state.Person!.Bound.Any(bound => bound.Method == verifiable[0] && bound.LastUsedAt is not null) ? verifiable[0] : null;

    /// <summary>Her second factors that are not locked.</summary>
    private static ImmutableList<BoundMethod> Usable(FlowState state) =>
        [.. state.Person?.Bound.Where(bound => bound.Method != Flow.Password && !bound.Locked) ?? []];

    /// <summary>What she could prove by setting it up, as far as law L10 will let her: a locked second factor bars the way.</summary>
    private static ImmutableList<Proof> Offers(FlowState state, DateTimeOffset now) =>
        state.Person is { } person && (!person.HasSecondFactor || !Usable(state).IsEmpty || HasBindingProof(state, now))
            ? [.. person.MayEnrol.Select(offer => Imagine(offer, now))]
            : [];

    /// <summary>Whether a proof is part of what is lacking: with all within reach it would do, and there is a group that it, alone or with one other, is missing from.</summary>
    private static bool Helps(FlowState state, Proof candidate, ImmutableList<Proof> reach, DateTimeOffset now) =>
        IsSatisfied(state, state.Proofs.AddRange(reach), now)
        && (Gains(state, state.Proofs, candidate, now) || reach.Exists(other => Gains(state, state.Proofs.Add(other), candidate, now)));

    private static bool Gains(FlowState state, ImmutableList<Proof> proofs, Proof candidate, DateTimeOffset now)
    {
        var demand = TotalDemand(state);
        return Policy.Explain(demand, proofs.Add(candidate), now).Count(finding => finding.Met) > Policy.Explain(demand, proofs, now).Count(finding => finding.Met);
    }

    /// <summary>Law L10: binding needs a fresh proof of a second factor, or of the password where there is no second factor yet.</summary>
    private static bool HasBindingProof(FlowState state, DateTimeOffset now) => state.Proofs.Any(proof =>
        (proof.Method == Flow.Password) != state.Person!.HasSecondFactor
        && proof.At <= now && (proof.At >= state.StartedAt || now - proof.At <= BindingAge)
        && state.Person.Bound.Any(bound => bound.Authenticator == proof.Authenticator));

    private static bool IsSatisfied(FlowState state, ImmutableList<Proof> proofs, DateTimeOffset now) =>
        state.Person is { IsDecoy: false } && Policy.Satisfied(TotalDemand(state with { Proofs = proofs }), proofs, now);

    private static FlowState Refresh(FlowState state, Person person) =>
        state.Person is null || state.Person.Id != person.Id ? state
        : state.Person.SecurityVersion != person.SecurityVersion || state.Person.IsDecoy != person.IsDecoy ? state with { IsStale = true }
        : state with { Person = person };

    /// <summary>Only a proof by an authenticator this person really has and may use, given by now, is taken; else nothing changes.</summary>
    private static FlowState Add(FlowState state, Person? person, Proof proof, DateTimeOffset now) =>
        person is { IsDecoy: false } && proof.At <= now
        && person.Bound.Any(bound => bound.Authenticator == proof.Authenticator && bound.Method == proof.Method && !bound.Locked)
            ? state with { Person = person, Proofs = state.Proofs.Add(proof), Chosen = null, WantsChoice = false }
            : state;

    private static FlowState Choose(FlowState state, string method) => state with { Chosen = method, WantsChoice = false };

    private static Proof Imagine(BoundMethod bound, DateTimeOffset now) => Imagine(bound.Method, bound.Authenticator, bound.Factor, bound.Channel, now);

    private static Proof Imagine(OfferedMethod offer, DateTimeOffset now) => Imagine(offer.Method, Guid.Empty, offer.Factor, offer.Channel, now);

    private static Proof Imagine(string method, Guid authenticator, Factor factor, string channel, DateTimeOffset now) =>
        new(method, authenticator, channel, factor, false, [], now);
}
