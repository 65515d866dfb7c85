using AuthHub.OpenId.Clients;
using AuthHub.OpenId.Requests;

namespace AuthHub.OpenId.Grants;

/// <summary>One way to come by tokens. The endpoint has checked method, form, client and that the client may use the grant.</summary>
public interface IGrant
{
    Task<TokenAnswer> RedeemAsync(Client client, RequestParameters parameters, CancellationToken cancellationToken);
}
