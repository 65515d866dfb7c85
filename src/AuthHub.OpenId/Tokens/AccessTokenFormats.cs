namespace AuthHub.OpenId.Tokens;

/// <summary>What access tokens of a client look like.</summary>
public static class AccessTokenFormats
{
    /// <summary>Signed, so that a resource reads it by itself (RFC 9068).</summary>
    public const string Jwt = "jwt";

    /// <summary>Random, so that whoever finds one learns nothing; resources ask by introspection (RFC 7662).</summary>
    public const string Opaque = "opaque";
}
