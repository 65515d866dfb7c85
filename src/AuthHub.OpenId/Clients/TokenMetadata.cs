using AuthHub.Jose;
using AuthHub.OpenId.Tokens;

namespace AuthHub.OpenId.Clients;

/// <summary>
/// What an app's tokens and the answers about them look like (OpenID Connect Registration section 2, RFC 9701 section 6);
/// <c>access_token_format</c> is a member of our own.
/// </summary>
internal static class TokenMetadata
{
    public static void Read(MetadataReader members, Client client, OpenIdSettings settings)
    {
        var (metadata, format) = (client.Metadata, members.OneOf("access_token_format", [AccessTokenFormats.Jwt, AccessTokenFormats.Opaque], AccessTokenFormats.Jwt));
        metadata.AccessTokenFormat = format == AccessTokenFormats.Jwt ? null : format;
        (metadata.IdTokenEncryptedResponseAlg, metadata.IdTokenEncryptedResponseEnc) = EncryptedResponse.Read(members, client, "id_token");
        metadata.UserinfoSignedResponseAlg = Signing(members, "userinfo");
        (metadata.UserinfoEncryptedResponseAlg, metadata.UserinfoEncryptedResponseEnc) = EncryptedResponse.Read(members, client, "userinfo");
        metadata.IntrospectionSignedResponseAlg = Signing(members, "introspection");
        (metadata.IntrospectionEncryptedResponseAlg, metadata.IntrospectionEncryptedResponseEnc) = EncryptedResponse.Read(members, client, "introspection");
    }

    private static string? Signing(MetadataReader members, string kind) =>
        members.OneOf($"{kind}_signed_response_alg", [.. SignatureAlgorithm.Ours.Select(a => a.Name)], "") is { Length: > 0 } name ? name : null;
}
