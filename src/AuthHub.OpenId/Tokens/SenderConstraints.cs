using AuthHub.OpenId.Clients;
using AuthHub.OpenId.Dpop;
using AuthHub.OpenId.Errors;
using AuthHub.OpenId.MutualTls;
using Microsoft.AspNetCore.Http;

namespace AuthHub.OpenId.Tokens;

/// <summary>Finds out to whom the tokens a client asks for are to be bound: by the proof it sends, and by what it registered.</summary>
public sealed class SenderConstraints(DpopProofs proofs)
{
    public async ValueTask<Confirmation> ReadAsync(HttpContext context, Client client, CancellationToken cancellationToken)
    {
        // RFC 9449 section 5.2: such a client never gets a token for the bearer.
        var jkt = client.Metadata.DpopBoundAccessTokens || DpopProofs.IsIn(context.Request) ? await proofs.RequireAsync(context, client, null, null, cancellationToken) : null;
        var x5t = client.Metadata.TlsClientCertificateBoundAccessTokens
            ? ClientCertificates.ThumbprintOf(context) ?? throw ProtocolError.InvalidRequest.Because("tokens bound to a certificate, and none came")
            : null;
        return jkt is null && x5t is null ? Confirmation.None : new Confirmation(jkt, x5t);
    }
}
