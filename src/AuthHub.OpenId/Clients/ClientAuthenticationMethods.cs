namespace AuthHub.OpenId.Clients;

/// <summary>How a client proves itself (RFC 7591 section 2, <c>token_endpoint_auth_method</c>; OpenID Connect Core section 9).</summary>
public static class ClientAuthenticationMethods
{
    public const string Basic = "client_secret_basic";
    public const string Post = "client_secret_post";
    public const string SecretJwt = "client_secret_jwt";
    public const string PrivateKeyJwt = "private_key_jwt";
    public const string Tls = "tls_client_auth";
    public const string SelfSignedTls = "self_signed_tls_client_auth";
    public const string None = "none";

    /// <summary>Those that are on; certificates count only where they are asked for.</summary>
    public static IReadOnlyList<string> Offered(OpenIdSettings settings) =>
    [
        Basic, Post, SecretJwt, PrivateKeyJwt,
        .. settings.MutualTls is { IsOn: true, Roots: not null } ? new[] { Tls } : [],
        .. settings.MutualTls.IsOn ? new[] { SelfSignedTls } : [],
        None,
    ];

    /// <summary>True where client and server share a secret.</summary>
    public static bool HaveSecret(string method) => method is Basic or Post or SecretJwt;
}
