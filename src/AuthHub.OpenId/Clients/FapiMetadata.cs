using AuthHub.OpenId.CrossDevice;
using AuthHub.OpenId.Requests;

namespace AuthHub.OpenId.Clients;

/// <summary>
/// One switch that fixes all that FAPI 2.0 fixes (Security Profile section 5.3, Message Signing sections 5.3 and 5.4). Read after all
/// others: what was left open is set, what says otherwise is refused.
/// </summary>
internal static class FapiMetadata
{
    /// <summary>What takes the algorithm of our own signature or of the app's from the metadata.</summary>
    private static readonly string[] AlgorithmMembers =
        ["id_token_signed_response_alg", "authorization_signed_response_alg", "token_endpoint_auth_signing_alg", "request_object_signing_alg",
            "userinfo_signed_response_alg", "introspection_signed_response_alg", "backchannel_authentication_request_signing_alg"];

    public static void Read(MetadataReader members, Client client, OpenIdSettings settings)
    {
        var profile = members.OneOf("fapi_profile", FapiProfiles.All, "");
        client.Metadata.FapiProfile = profile.Length > 0 ? profile : null;
        if (!FapiProfiles.Keeps(client))
        {
            return;
        }

        JudgeClient(members, client);
        FixRequests(members, client);
        FixSenders(client);
        FixAlgorithms(members, client);
        if (FapiProfiles.SignsMessages(client))
        {
            FixMessages(members, client);
        }
    }

    private static void JudgeClient(MetadataReader members, Client client)
    {
        members.Require(
            client.TokenEndpointAuthMethod is ClientAuthenticationMethods.PrivateKeyJwt or ClientAuthenticationMethods.Tls or ClientAuthenticationMethods.SelfSignedTls,
            "fapi_profile: the app has to prove itself by private_key_jwt, tls_client_auth or self_signed_tls_client_auth.");
        members.Require(client.RedirectUris.TrueForAll(uri => uri.StartsWith("https://", StringComparison.Ordinal)), "fapi_profile: every redirect URI has to be https.");
        members.Require(
            client.Metadata.ResponseTypes?.TrueForAll(name => name == ResponseType.Code.Name) != false && !client.MayUse(Grants.GrantTypes.Implicit),
            "fapi_profile: the response type can be nothing but code.");
        members.Require(client.Metadata.BackchannelTokenDeliveryMode != DeliveryModes.Push, "fapi_profile: tokens that are pushed are bound to nobody; poll or ping.");
    }

    /// <summary>Section 5.3.2.2: pushed, and with proof of the code's owner.</summary>
    private static void FixRequests(MetadataReader members, Client client)
    {
        members.Require(client.RequirePkce, "fapi_profile: the app cannot be exempted from PKCE.");
        members.Require(client.Metadata.RequestUris is null, "fapi_profile: requests are pushed, so there are no request_uris.");
        client.Metadata.RequirePushedAuthorizationRequests = true;
    }

    /// <summary>Section 5.3.2.1: every token is bound, to the certificate where there is one anyway, else to a key.</summary>
    private static void FixSenders(Client client)
    {
        var metadata = client.Metadata;
        if (!metadata.DpopBoundAccessTokens && !metadata.TlsClientCertificateBoundAccessTokens)
        {
            metadata.DpopBoundAccessTokens = client.TokenEndpointAuthMethod == ClientAuthenticationMethods.PrivateKeyJwt;
            metadata.TlsClientCertificateBoundAccessTokens = !metadata.DpopBoundAccessTokens;
        }
    }

    /// <summary>Section 5.4.1.</summary>
    private static void FixAlgorithms(MetadataReader members, Client client)
    {
        foreach (var name in AlgorithmMembers)
        {
            if (members.Text(name, 64) is { } said && !FapiProfiles.Algorithms.Any(algorithm => algorithm.Name == said))
            {
                members.Refuse($"fapi_profile: {name} has to be PS256 or ES256.");
            }
        }

        if (members.Text("id_token_signed_response_alg", 64) is null)
        {
            client.IdTokenSignedResponseAlg = FapiProfiles.Algorithms[0].Name;
        }

        client.Metadata.IntrospectionSignedResponseAlg ??= FapiProfiles.Algorithms[0].Name;
        if (client.Metadata.AuthorizationSignedResponseAlg is not null && members.Text("authorization_signed_response_alg", 64) is null)
        {
            client.Metadata.AuthorizationSignedResponseAlg = FapiProfiles.Algorithms[0].Name;
        }
    }

    /// <summary>Message Signing sections 5.3.1 and 5.4.1: what goes to and fro by the browser is signed.</summary>
    private static void FixMessages(MetadataReader members, Client client)
    {
        var metadata = client.Metadata;
        members.Require(metadata.Jwks is not null || metadata.JwksUri is not null, "fapi_profile: signed requests need jwks or jwks_uri.");
        members.Require(metadata.ResponseModes?.TrueForAll(ResponseModes.IsSigned) != false, "fapi_profile: response_modes can hold signed modes only.");
        metadata.RequireSignedRequestObject = true;
        metadata.BackchannelAuthenticationRequestSigningAlg ??= client.MayUse(Grants.GrantTypes.Ciba) ? FapiProfiles.Algorithms[0].Name : null;
        metadata.ResponseModes ??= [.. ResponseModes.All.Where(ResponseModes.IsSigned)];
        metadata.AuthorizationSignedResponseAlg ??= FapiProfiles.Algorithms[0].Name;
    }
}
