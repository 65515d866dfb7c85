using AuthHub.OpenId.Tokens;

namespace AuthHub.OpenId.Clients;

/// <summary>What an app's tokens look like: <c>access_token_format</c>, a member of our own.</summary>
internal static class TokenMetadata
{
    public static void Read(MetadataReader members, Client client, OpenIdSettings settings)
    {
        var format = members.OneOf("access_token_format", [AccessTokenFormats.Jwt, AccessTokenFormats.Opaque], AccessTokenFormats.Jwt);
        client.Metadata.AccessTokenFormat = format == AccessTokenFormats.Jwt ? null : format;
    }
}
