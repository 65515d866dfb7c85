namespace AuthHub.OpenId.Clients;

/// <summary>How an app's authorization requests have to come (RFC 9126 section 6).</summary>
internal static class RequestMetadata
{
    public static void Read(MetadataReader members, Client client, OpenIdSettings settings) =>
        client.Metadata.RequirePushedAuthorizationRequests = members.Flag("require_pushed_authorization_requests", false);
}
