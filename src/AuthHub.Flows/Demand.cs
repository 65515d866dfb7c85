using System.Collections.Immutable;

namespace AuthHub.Flows;

/// <summary>
/// What proofs are asked for: every group must be met. Demands come from the app, the person's roles and the request;
/// they are joined with <see cref="And"/>, so nothing can lower what another asks.
/// </summary>
/// <param name="Groups">All of them must be met.</param>
/// <param name="NotBefore">Proofs older than this do not count for any group (<c>prompt=login</c>, <c>max_age</c>).</param>
public sealed record Demand(ImmutableArray<DemandGroup> Groups, DateTimeOffset? NotBefore = null)
{
    /// <summary>Asks for nothing.</summary>
    public static Demand Nothing { get; } = new([]);

    public static Demand AtLeast(Strength strength) => new([new DemandGroup.AtLeast(strength)]);

    public static Demand OneOf(params IEnumerable<string> methods) => new([new DemandGroup.OneOf([.. methods])]);

    public Demand And(Demand other) => new(
        [.. Groups, .. other.Groups.Where(group => !Groups.Contains(group))],
        NotBefore is null || other.NotBefore > NotBefore ? other.NotBefore ?? NotBefore : NotBefore);
}
