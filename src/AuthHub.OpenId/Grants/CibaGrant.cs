using AuthHub.OpenId.Clients;
using AuthHub.OpenId.CrossDevice;
using AuthHub.OpenId.Errors;
using AuthHub.OpenId.Requests;
using AuthHub.OpenId.Tokens;

namespace AuthHub.OpenId.Grants;

/// <summary>A client asks whether the person it named has said yes yet (CIBA Core section 10.1). Who has tokens pushed does not come for them.</summary>
internal sealed class CibaGrant(CrossDeviceRedemption redemption) : IGrant
{
    public Task<TokenAnswer> RedeemAsync(Client client, RequestParameters parameters, Confirmation sender, CancellationToken cancellationToken)
    {
        if (client.Metadata.BackchannelTokenDeliveryMode == DeliveryModes.Push)
        {
            throw ProtocolError.UnauthorizedClient.Because("a client of push at the token endpoint");
        }

        var code = parameters["auth_req_id"] ?? throw ProtocolError.InvalidRequest.Because("auth_req_id missing");
        return redemption.RedeemAsync(client, CrossDeviceKinds.Backchannel, code, parameters, sender, cancellationToken);
    }
}
