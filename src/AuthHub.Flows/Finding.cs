namespace AuthHub.Flows;

/// <summary>One group of a demand and whether the proofs meet it.</summary>
public sealed record Finding(DemandGroup Group, DateTimeOffset? NotBefore, bool Met);
