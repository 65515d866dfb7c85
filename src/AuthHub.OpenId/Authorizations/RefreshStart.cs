namespace AuthHub.OpenId.Authorizations;

/// <summary>The first refresh token of a family, as it is stored.</summary>
public sealed record RefreshStart(byte[] FamilyHash, byte[] TokenHash, DateTimeOffset ExpiresAt, string? Confirmation);
