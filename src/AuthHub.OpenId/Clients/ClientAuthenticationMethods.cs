namespace AuthHub.OpenId.Clients;

/// <summary>How a client proves itself (RFC 7591 section 2, <c>token_endpoint_auth_method</c>; OpenID Connect Core section 9).</summary>
public static class ClientAuthenticationMethods
{
    public const string Basic = "client_secret_basic";
    public const string Post = "client_secret_post";
    public const string SecretJwt = "client_secret_jwt";
    public const string PrivateKeyJwt = "private_key_jwt";
    public const string None = "none";

    public static IReadOnlyList<string> All { get; } = [Basic, Post, SecretJwt, PrivateKeyJwt, None];

    /// <summary>True where client and server share a secret.</summary>
    public static bool HaveSecret(string method) => method is Basic or Post or SecretJwt;
}
