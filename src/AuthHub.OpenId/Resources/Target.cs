namespace AuthHub.OpenId.Resources;

/// <summary>Where an access token is good, and for what.</summary>
/// <param name="Audience">The value of <c>aud</c>; never empty.</param>
/// <param name="Scopes">What it permits there.</param>
/// <param name="Details">What it permits beside, as JSON (RFC 9396); null for nothing.</param>
public sealed record Target(IReadOnlyList<string> Audience, IReadOnlyList<string> Scopes, string? Details = null);
