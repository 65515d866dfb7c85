namespace AuthHub.OpenId.Grants;

/// <summary>A successful answer of the token endpoint (RFC 6749 section 5.1).</summary>
public sealed record TokenAnswer(string AccessToken, IReadOnlyList<string> Scopes, string? RefreshToken = null, string? IdToken = null);
