namespace AuthHub.OpenId.Grants;

/// <summary>The names of kinds of tokens (RFC 8693 section 3).</summary>
internal static class TokenTypes
{
    public const string AccessToken = "urn:ietf:params:oauth:token-type:access_token";
}
