namespace AuthHub.Flows;

/// <summary>An authenticator as far as the engine cares.</summary>
/// <param name="Method">Its verification method.</param>
/// <param name="Authenticator">Its id.</param>
/// <param name="Factor">The factor a proof with it rests on.</param>
/// <param name="Channel">The channel a proof with it travels.</param>
/// <param name="Locked">Too many failures: it cannot be used now, but it still counts as bound (law L10).</param>
/// <param name="LastUsedAt">For the choice of what to show first.</param>
public sealed record BoundMethod(string Method, Guid Authenticator, Factor Factor, string Channel, bool Locked, DateTimeOffset? LastUsedAt);
