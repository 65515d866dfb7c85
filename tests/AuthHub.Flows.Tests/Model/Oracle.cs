namespace AuthHub.Flows.Tests.Model;

/// <summary>
/// The rules once more, written from the requirements alone and without the code under test: what is enough, whether a
/// way is left, whether something may be bound.
/// </summary>
public static class Oracle
{
    public static bool IsEnough(Node node) => IsEnough(node.State, node.State.Proofs, node.Now);

    /// <summary>Whether these proofs meet the app, the role, the request's age, and make a truthful <c>auth_time</c>.</summary>
    public static bool IsEnough(FlowState state, IReadOnlyList<Proof> proofs, DateTimeOffset now)
    {
        if (state.Person is null || state.Person.IsDecoy || proofs.Count == 0)
        {
            return false;
        }

        var oldest = NotBefore(state);
        var counted = new List<Proof>();
        foreach (var proof in proofs)
        {
            if (proof.At <= now && proof.At >= oldest)
            {
                counted.Add(proof);
            }
        }

        // Where old proofs do not count, the new ones have to be worth as much as all of them: auth_time speaks of all.
        var isWorthAll = oldest == DateTimeOffset.MinValue || AreTwoFactors(counted) || !AreTwoFactors(proofs);
        if (counted.Count == 0 || !isWorthAll)
        {
            return false;
        }

        foreach (var group in state.Demand.Groups.Concat(state.Person.Demand.Groups))
        {
            var young = counted.FindAll(proof => group.MaxAge is not { } age || proof.At + age >= now);
            var met = group switch
            {
                DemandGroup.AtLeast { Strength: Strength.Medium } => AreTwoFactors(young),
                DemandGroup.AtLeast => young.Count > 0,
                DemandGroup.OneOf oneOf => young.Exists(proof => oneOf.Methods.Contains(proof.Method)),
                _ => false,
            };
            if (!met)
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>The latest moment from which on she proved, anew, all that the whole list is worth.</summary>
    public static DateTimeOffset AuthTime(IReadOnlyList<Proof> proofs)
    {
        var single = proofs.Max(proof => proof.At);
        var pairs = Pairs(proofs).Where(pair => TwoFactors(pair.One, pair.Other)).Select(pair => pair.One.At < pair.Other.At ? pair.One.At : pair.Other.At).ToList();
        return pairs.Count == 0 ? single : pairs.Max();
    }

    public static bool AreTwoFactors(IReadOnlyList<Proof> proofs) => Pairs(proofs).Any(pair => TwoFactors(pair.One, pair.Other));

    public static bool TwoFactors(Proof one, Proof other) =>
        !(one.Factor == other.Factor || one.Channel == other.Channel || one.Authenticator == other.Authenticator);

    /// <summary>Law L10.</summary>
    public static bool MayBind(Node node)
    {
        var factors = People.SecondFactors(node.Person!);
        var guards = factors.IsEmpty ? node.Person!.Bound : factors;
        return node.State.Proofs.Any(proof =>
            guards.Any(guard => guard.Authenticator == proof.Authenticator)
            && proof.At <= node.Now
            && (proof.At >= node.State.StartedAt || node.Now <= proof.At.AddMinutes(10)));
    }

    /// <summary>Whether she could get through if she proved, now, everything she can, and bound everything she may.</summary>
    public static bool HasAWay(Node node)
    {
        var person = node.Person!;
        if (person.IsDecoy || node.IsExpired || node.State.IsStale)
        {
            return false;
        }

        var usable = person.Bound.Where(bound => !bound.Locked).ToList();
        var hasFreshProof = node.State.Proofs.Any(proof => proof.At <= node.Now && proof.At >= NotBefore(node.State));
        if (!hasFreshProof && !usable.Exists(bound => bound.Method == Kinds.Password))
        {
            return false;
        }

        var everything = usable.Select(bound => Kinds.Proof(bound.Method, bound.Authenticator, node.Now)).ToList();
        var guards = People.SecondFactors(person).IsEmpty ? usable : [.. usable.Where(bound => bound.Method != Kinds.Password)];
        if (guards.Count > 0 || MayBind(node))
        {
            everything.AddRange(person.MayEnrol.Select(offer => Kinds.Proof(offer.Method, People.AuthenticatorOf(People.AfterEnrolling(person, offer.Method), offer.Method), node.Now)));
        }

        return IsEnough(node.State, [.. node.State.Proofs, .. everything], node.Now);
    }

    public static DateTimeOffset NotBefore(FlowState state)
    {
        var app = state.Demand.NotBefore ?? DateTimeOffset.MinValue;
        var role = state.Person!.Demand.NotBefore ?? DateTimeOffset.MinValue;
        return app > role ? app : role;
    }

    private static IEnumerable<(Proof One, Proof Other)> Pairs(IReadOnlyList<Proof> proofs)
    {
        for (var left = 0; left < proofs.Count; left++)
        {
            for (var right = left + 1; right < proofs.Count; right++)
            {
                yield return (proofs[left], proofs[right]);
            }
        }
    }
}
