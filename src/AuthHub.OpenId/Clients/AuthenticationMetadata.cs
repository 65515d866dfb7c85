using AuthHub.Jose;

namespace AuthHub.OpenId.Clients;

/// <summary>With what an app signs its assertions (OpenID Connect Registration section 2, <c>token_endpoint_auth_signing_alg</c>), and that it can.</summary>
internal static class AuthenticationMetadata
{
    /// <summary>Every algorithm assertions may have.</summary>
    public static IReadOnlyList<string> Algorithms { get; } = [.. SignatureAlgorithm.All.Select(a => a.Name), .. MacAlgorithm.All.Select(a => a.Name)];

    public static void Read(MetadataReader members, Client client, OpenIdSettings settings)
    {
        switch (client.TokenEndpointAuthMethod)
        {
            case ClientAuthenticationMethods.PrivateKeyJwt:
                client.Metadata.TokenEndpointAuthSigningAlg = Algorithm(members, SignatureAlgorithm.All.Select(a => a.Name), null);
                members.Require(client.Metadata.Jwks is not null || client.Metadata.JwksUri is not null, "private_key_jwt needs jwks or jwks_uri.");
                break;
            case ClientAuthenticationMethods.SecretJwt:
                // One algorithm: a secret is never tried with several.
                client.Metadata.TokenEndpointAuthSigningAlg = Algorithm(members, MacAlgorithm.All.Select(a => a.Name), MacAlgorithm.HS256.Name);
                break;
            default:
                Algorithm(members, Algorithms, null);
                break;
        }
    }

    private static string? Algorithm(MetadataReader members, IEnumerable<string> offered, string? otherwise) =>
        members.OneOf("token_endpoint_auth_signing_alg", [.. offered], otherwise ?? "") is { Length: > 0 } name ? name : null;
}
