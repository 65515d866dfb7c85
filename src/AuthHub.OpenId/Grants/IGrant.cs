using AuthHub.OpenId.Clients;
using AuthHub.OpenId.Requests;
using AuthHub.OpenId.Tokens;

namespace AuthHub.OpenId.Grants;

/// <summary>One way to come by tokens. The endpoint has checked method, form, client and that the client may use the grant.</summary>
public interface IGrant
{
    /// <param name="client">Who asks.</param>
    /// <param name="parameters">For what.</param>
    /// <param name="sender">To whom the tokens are to be bound.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    Task<TokenAnswer> RedeemAsync(Client client, RequestParameters parameters, Confirmation sender, CancellationToken cancellationToken);
}
