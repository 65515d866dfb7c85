namespace AuthHub.OpenId.Clients;

/// <summary>Whether an app never takes a token without proving its key (RFC 9449 section 5.2).</summary>
internal static class DpopMetadata
{
    public static void Read(MetadataReader members, Client client, OpenIdSettings settings) =>
        client.Metadata.DpopBoundAccessTokens = members.Flag("dpop_bound_access_tokens", false);
}
