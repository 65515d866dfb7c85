namespace AuthHub.OpenId.Grants;

/// <summary>A successful answer of the token endpoint (RFC 6749 section 5.1).</summary>
public sealed record TokenAnswer(string AccessToken, IReadOnlyList<string> Scopes, string? RefreshToken = null, string? IdToken = null, string? AuthorizationDetails = null)
{
    /// <summary>How long the access token is good; null for the usual time.</summary>
    public TimeSpan? Lifetime { get; init; }

    /// <summary>What a token exchange brought (RFC 8693 section 2.2.1).</summary>
    public string? IssuedTokenType { get; init; }
}
