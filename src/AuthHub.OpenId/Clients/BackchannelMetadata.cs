using AuthHub.OpenId.CrossDevice;
using AuthHub.OpenId.Endpoints.Authorization;
using AuthHub.OpenId.Grants;
using AuthHub.OpenId.Outgoing;

namespace AuthHub.OpenId.Clients;

/// <summary>How an app that asks people without a browser hears the outcome, and how it signs what it asks (CIBA Core section 4).</summary>
internal static class BackchannelMetadata
{
    private const int LongestUri = 512;

    public static void Read(MetadataReader members, Client client, OpenIdSettings settings)
    {
        var mode = members.OneOf("backchannel_token_delivery_mode", DeliveryModes.All, "");
        var endpoint = members.Text("backchannel_client_notification_endpoint", LongestUri);
        var algorithm = members.OneOf("backchannel_authentication_request_signing_alg", [.. RequestObjects.Algorithms.Select(a => a.Name)], "");
        (client.Metadata.BackchannelTokenDeliveryMode, client.Metadata.BackchannelClientNotificationEndpoint) = (mode.Length > 0 ? mode : null, endpoint);
        client.Metadata.BackchannelAuthenticationRequestSigningAlg = algorithm.Length > 0 ? algorithm : null;

        members.Require(!members.Flag("backchannel_user_code_parameter", false), "backchannel_user_code_parameter is not offered.");
        members.Require(endpoint is null || GuardedHttp.WhyNot(endpoint) is null, "backchannel_client_notification_endpoint must be an absolute https address.");
        members.Require(algorithm.Length == 0 || client.Metadata.Jwks is not null || client.Metadata.JwksUri is not null, "backchannel_authentication_request_signing_alg needs jwks or jwks_uri.");
        if (client.MayUse(GrantTypes.Ciba))
        {
            members.Require(mode.Length > 0, "ciba needs backchannel_token_delivery_mode.");
            members.Require(mode is not (DeliveryModes.Ping or DeliveryModes.Push) || endpoint is not null, $"{mode} needs backchannel_client_notification_endpoint.");

            // What is pushed cannot be bound: nothing proves a key on the way.
            members.Require(mode != DeliveryModes.Push || !(client.Metadata.DpopBoundAccessTokens || client.Metadata.TlsClientCertificateBoundAccessTokens), "push goes with no bound tokens.");
        }
    }
}
