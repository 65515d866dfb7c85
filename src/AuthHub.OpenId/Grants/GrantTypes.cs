namespace AuthHub.OpenId.Grants;

/// <summary>The names of the grants on the wire.</summary>
public static class GrantTypes
{
    public const string AuthorizationCode = "authorization_code";
    public const string RefreshToken = "refresh_token";
    public const string ClientCredentials = "client_credentials";
}
