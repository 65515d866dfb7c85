namespace AuthHub.OpenId.Grants;

/// <summary>The names of the grants on the wire.</summary>
public static class GrantTypes
{
    public const string AuthorizationCode = "authorization_code";
    public const string RefreshToken = "refresh_token";
    public const string ClientCredentials = "client_credentials";

    /// <summary>RFC 8628 section 3.4.</summary>
    public const string DeviceCode = "urn:ietf:params:oauth:grant-type:device_code";

    /// <summary>RFC 8693 section 2.1.</summary>
    public const string TokenExchange = "urn:ietf:params:oauth:grant-type:token-exchange";

    /// <summary>RFC 7523 section 2.1.</summary>
    public const string JwtBearer = "urn:ietf:params:oauth:grant-type:jwt-bearer";

    /// <summary>CIBA Core section 4.</summary>
    public const string Ciba = "urn:openid:params:grant-type:ciba";

    /// <summary>No grant of the token endpoint: what registration calls getting an ID token by redirect (OpenID Connect Registration section 2).</summary>
    public const string Implicit = "implicit";

    /// <summary>Whether only clients that prove themselves may use it.</summary>
    public static bool NeedProof(string grant) => grant is ClientCredentials or TokenExchange or JwtBearer or Ciba;
}
