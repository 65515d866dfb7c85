using AuthHub.Jose;
using AuthHub.OpenId.Dpop;
using AuthHub.OpenId.Errors;
using AuthHub.OpenId.MutualTls;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;

namespace AuthHub.OpenId.Tokens;

/// <summary>
/// The access token of a request to a resource of ours, from nobody but the one it is bound to (RFC 9449 section 7, RFC 8705 section 3).
/// </summary>
public sealed class PresentedTokens(AccessTokens tokens, DpopProofs proofs, IOptions<OpenIdSettings> settings)
{
    /// <summary>The claims of a genuine token in the right hands; refuses every other request.</summary>
    public async ValueTask<JwtClaims> RequireAsync(HttpContext context, CancellationToken cancellationToken)
    {
        var (scheme, token) = TokenHeader.Read(context.Request, TokenHeader.Bearer, TokenHeader.Dpop);
        var withProof = scheme == TokenHeader.Dpop;
        var claims = await tokens.ReadAsync(token, cancellationToken) ?? throw ProtocolError.InvalidToken.Because("not a valid access token");
        if (!claims.Audience.Contains(settings.Value.Issuer))
        {
            // RFC 9068 section 4 (TOK-27).
            throw ProtocolError.InvalidToken.Because("token for another resource");
        }

        var confirmation = Confirmation.Of(claims);

        // A bound token is never taken from its bearer, nor an unbound one with a proof (REQ-07).
        if (withProof != (confirmation.Jkt is not null))
        {
            throw ProtocolError.InvalidToken.Because(withProof ? "token not bound to a key" : "bound token as bearer token");
        }

        if (confirmation.X5t is not null && confirmation.X5t != ClientCertificates.ThumbprintOf(context))
        {
            throw ProtocolError.InvalidToken.Because("token bound to another certificate");
        }

        if (confirmation.Jkt is not null)
        {
            await proofs.RequireAsync(context, null, token, confirmation.Jkt, cancellationToken);
        }

        return claims;
    }
}
