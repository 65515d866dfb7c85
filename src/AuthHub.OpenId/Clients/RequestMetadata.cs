using AuthHub.OpenId.Endpoints.Authorization;
using AuthHub.OpenId.Outgoing;

namespace AuthHub.OpenId.Clients;

/// <summary>How an app's authorization requests have to come (OpenID Connect Registration section 2, RFC 9101 section 10.5, RFC 9126 section 6), and which details they may hold (RFC 9396 section 10).</summary>
internal static class RequestMetadata
{
    private const int LongestUri = 512;

    public static void Read(MetadataReader members, Client client, OpenIdSettings settings)
    {
        client.Metadata.RequirePushedAuthorizationRequests = members.Flag("require_pushed_authorization_requests", false);
        client.Metadata.RequireSignedRequestObject = members.Flag("require_signed_request_object", false);
        members.Require(
            !client.Metadata.RequireSignedRequestObject || client.Metadata.Jwks is not null || client.Metadata.JwksUri is not null,
            "require_signed_request_object needs jwks or jwks_uri.");

        var algorithms = RequestObjects.Algorithms.Select(a => a.Name).ToList();
        var algorithm = members.OneOf("request_object_signing_alg", algorithms, "");
        client.Metadata.RequestObjectSigningAlg = algorithm.Length > 0 ? algorithm : null;

        var types = members.SomeOf("authorization_details_types", [.. settings.AuthorizationDetails.Select(type => type.Type)], []);
        client.Metadata.AuthorizationDetailsTypes = types.Count > 0 ? types : null;

        // What an app says it may do; it may also send what is signed only, or use another one (OpenID Connect Registration section 2).
        var (encryption, content) = (members.OneOf("request_object_encryption_alg", EncryptedResponse.Algorithms, ""), members.OneOf("request_object_encryption_enc", EncryptedResponse.Encryptions, ""));
        members.Require(content.Length == 0 || encryption.Length > 0, "request_object_encryption_enc needs request_object_encryption_alg.");
        client.Metadata.RequestObjectEncryptionAlg = encryption.Length > 0 ? encryption : null;
        client.Metadata.RequestObjectEncryptionEnc = content.Length > 0 ? content : null;

        var uris = members.Texts("request_uris", 20);
        foreach (var uri in uris)
        {
            if (uri.Length > LongestUri || GuardedHttp.WhyNot(uri) is not null)
            {
                members.Refuse($"A member of request_uris is not an absolute https address of at most {LongestUri} characters.");
            }
        }

        client.Metadata.RequestUris = uris.Count > 0 ? uris : null;
    }
}
