using AuthHub.OpenId.Clients;
using AuthHub.OpenId.CrossDevice;
using AuthHub.OpenId.Errors;
using AuthHub.OpenId.Requests;
using AuthHub.OpenId.Tokens;

namespace AuthHub.OpenId.Grants;

/// <summary>A device asks whether its person has said yes yet (RFC 8628 section 3.4).</summary>
internal sealed class DeviceCodeGrant(CrossDeviceRedemption redemption) : IGrant
{
    public Task<TokenAnswer> RedeemAsync(Client client, RequestParameters parameters, Confirmation sender, CancellationToken cancellationToken)
    {
        var code = parameters["device_code"] ?? throw ProtocolError.InvalidRequest.Because("device_code missing");
        return redemption.RedeemAsync(client, CrossDeviceKinds.Device, code, parameters, sender, cancellationToken);
    }
}
