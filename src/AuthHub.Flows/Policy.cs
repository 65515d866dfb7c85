using System.Collections.Immutable;

namespace AuthHub.Flows;

/// <summary>
/// Judges proofs against a demand. The door and the authorization endpoint ask it again each time; where a flow stands
/// proves nothing (law L1, L2).
/// </summary>
public static class Policy
{
    /// <summary>What the proofs are worth together.</summary>
    public static Strength Reached(IReadOnlyCollection<Proof> proofs) =>
        proofs.Count == 0 ? Strength.None
        : proofs.Any(one => proofs.Any(other => AreTwoFactors(one, other))) ? Strength.Medium
        : Strength.Basic;

    public static bool Satisfied(Demand demand, IReadOnlyCollection<Proof> proofs, DateTimeOffset now) =>
        demand.Groups.All(group => Met(group, demand.NotBefore, proofs, now));

    /// <summary>
    /// When the person authenticated: the latest moment such that the proofs given since then alone reach what all
    /// proofs reach. A second factor added later does not make an old password look fresh.
    /// </summary>
    public static DateTimeOffset AuthTime(IReadOnlyCollection<Proof> proofs)
    {
        var reached = Reached(proofs);
        return proofs.Select(proof => proof.At)
            .Where(moment => Reached([.. proofs.Where(proof => proof.At >= moment)]) == reached)
            .Max();
    }

    /// <summary>The <c>amr</c> values of the proofs, with <c>mfa</c> where they are two factors (RFC 8176 section 2).</summary>
    public static ImmutableArray<string> Amr(IReadOnlyCollection<Proof> proofs) =>
    [
        .. proofs.SelectMany(proof => proof.Amr).Distinct(StringComparer.Ordinal),
        .. Reached(proofs) >= Strength.Medium ? (string[])["mfa"] : [],
    ];

    /// <summary>The same judgement, group by group, for people who ask why.</summary>
    public static IReadOnlyList<Finding> Explain(Demand demand, IReadOnlyCollection<Proof> proofs, DateTimeOffset now) =>
        [.. demand.Groups.Select(group => new Finding(group, demand.NotBefore, Met(group, demand.NotBefore, proofs, now)))];

    private static bool Met(DemandGroup group, DateTimeOffset? notBefore, IReadOnlyCollection<Proof> proofs, DateTimeOffset now)
    {
        // A proof from the future (the clock was set back) counts for nothing.
        Proof[] fresh = [.. proofs.Where(proof =>
            proof.At <= now
            && (notBefore is null || proof.At >= notBefore)
            && (group.MaxAge is null || now - proof.At <= group.MaxAge))];

        return group switch
        {
            DemandGroup.AtLeast atLeast => Reached(fresh) >= atLeast.Strength,
            DemandGroup.OneOf oneOf => fresh.Any(proof => oneOf.Methods.Contains(proof.Method)),
            _ => false,
        };
    }

    private static bool AreTwoFactors(Proof one, Proof other) =>
        one.Factor != other.Factor && one.Authenticator != other.Authenticator && one.Channel != other.Channel;
}
