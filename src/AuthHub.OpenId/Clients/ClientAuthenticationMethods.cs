namespace AuthHub.OpenId.Clients;

/// <summary>How a client proves itself (RFC 7591 section 2, <c>token_endpoint_auth_method</c>).</summary>
public static class ClientAuthenticationMethods
{
    public const string Basic = "client_secret_basic";
    public const string Post = "client_secret_post";
    public const string None = "none";

    public static IReadOnlyList<string> All { get; } = [Basic, Post, None];
}
