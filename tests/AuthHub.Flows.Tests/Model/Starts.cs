using System.Collections.Immutable;

namespace AuthHub.Flows.Tests.Model;

/// <summary>All ways a run of the model may begin: what is asked, and what a session brought.</summary>
public static class Starts
{
    public static DateTimeOffset Noon { get; } = new(2030, 1, 1, 12, 0, 0, TimeSpan.Zero);

    public static TimeSpan Lifetime { get; } = TimeSpan.FromMinutes(30);

    public static IReadOnlyList<Demand> Demands { get; } =
    [
        Demand.Nothing,
        Demand.AtLeast(Strength.Medium),
        Demand.OneOf(Kinds.Key),
        Demand.OneOf(Kinds.Totp).And(Demand.OneOf(Kinds.Key)),
        Within(10, new DemandGroup.AtLeast(Strength.Basic)),
        Within(10, new DemandGroup.AtLeast(Strength.Medium)),
        Demand.Nothing with { NotBefore = Noon },                                               // prompt=login
        Demand.AtLeast(Strength.Medium) with { NotBefore = Noon },
        Demand.Nothing with { NotBefore = Noon - TimeSpan.FromMinutes(10) },                    // max_age=600
    ];

    /// <summary>Every run that begins with nothing, then every run that begins with a session.</summary>
    public static IEnumerable<FlowState> All() =>
        Demands.Select(demand => Of(demand)).Concat(
            from person in People.All
            from demand in Demands
            where !person.IsDecoy
            from proofs in Sessions(person).DistinctBy(proofs => string.Join(' ', proofs.Select(proof => $"{proof.Method}{proof.At:t}")))
            select Of(demand) with { Person = person, Proofs = proofs });

    public static FlowState Of(Demand demand) => new() { Demand = demand, StartedAt = Noon, ExpiresAt = Noon + Lifetime };

    /// <summary>Sessions she may come with; minutes say how old each proof is, negative ones a clock that was set back.</summary>
    private static IEnumerable<ImmutableList<Proof>> Sessions(Person person)
    {
        var factor = People.SecondFactors(person).Select(bound => bound.Method).FirstOrDefault();
        yield return [Proof(person, Kinds.Password, 60)];
        yield return [Proof(person, Kinds.Password, 5)];
        if (factor is not null)
        {
            yield return [Proof(person, Kinds.Password, 60), Proof(person, factor, 5)];
        }

        if (factor == Kinds.Totp)
        {
            yield return [Proof(person, Kinds.Password, 60), Proof(person, factor, 60)];
            yield return [Proof(person, Kinds.Password, 60), Proof(person, factor, -90)];
        }
    }

    private static Demand Within(int minutes, DemandGroup group) => new([group with { MaxAge = TimeSpan.FromMinutes(minutes) }]);

    private static Proof Proof(Person person, string method, int minutesAgo) =>
        Kinds.Proof(method, People.AuthenticatorOf(person, method), Noon - TimeSpan.FromMinutes(minutesAgo));
}
