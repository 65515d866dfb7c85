using System.Security.Cryptography;
using System.Text;
using AuthHub.OpenId.Audit;
using AuthHub.OpenId.Authorizations;
using AuthHub.OpenId.Clients;
using AuthHub.OpenId.Details;
using AuthHub.OpenId.Errors;
using AuthHub.OpenId.Requests;
using AuthHub.OpenId.Resources;
using AuthHub.OpenId.Tokens;
using Microsoft.Extensions.Options;

namespace AuthHub.OpenId.Grants;

/// <summary>
/// A code for tokens, once, within a minute, by the client that asked and with its proof key (RFC 6749 section 4.1.3, RFC 7636). A code in
/// wrong hands is burnt; a code used twice takes down what the first use brought (RFC 9700 section 4.5).
/// </summary>
internal sealed class AuthorizationCodeGrant(IAuthorizations authorizations, LiveCheck live, TokenIssuer issuer, Targets targets, IProtocolAudit audit, TimeProvider clock, IOptions<OpenIdSettings> settings) : IGrant
{
    public static byte[] HashOf(string code) => SHA256.HashData(Encoding.UTF8.GetBytes(code));

    public async Task<TokenAnswer> RedeemAsync(Client client, RequestParameters parameters, Confirmation sender, CancellationToken cancellationToken)
    {
        var code = parameters["code"] ?? throw ProtocolError.InvalidRequest.Because("code missing");
        var authorization = await authorizations.FindByCodeAsync(HashOf(code), cancellationToken) ?? throw ProtocolError.InvalidGrant.Because("code unknown");
        if (authorization.CodeRedeemedAt is not null)
        {
            throw await ReusedAsync(authorization, cancellationToken);
        }

        if (WhyNot(client, authorization, parameters, sender) is { } reason)
        {
            await authorizations.RevokeAsync(authorization.Id, clock.GetUtcNow(), cancellationToken);
            throw ProtocolError.InvalidGrant.Because(reason);
        }

        var alive = await live.RequireAsync(authorization, ProtocolError.InvalidGrant, cancellationToken);
        var target = (await targets.OfAsync(authorization.Resources ?? [], authorization.Scopes, parameters["resource"], cancellationToken)) with
        {
            Details = AuthorizationDetails.OfStored(authorization.AuthorizationDetails).Narrow(parameters["authorization_details"], client, settings.Value.AuthorizationDetails).Json,
        };

        var now = clock.GetUtcNow();
        var refresh = client.MayUse(GrantTypes.RefreshToken) ? RefreshToken.Start() : null;
        if (!await authorizations.RedeemCodeAsync(authorization.Id, refresh?.ToStart(now + settings.Value.RefreshLifetime, sender.ForFamily(client)), now, cancellationToken))
        {
            // Another request was first: two parties hold this code.
            throw await ReusedAsync(authorization, cancellationToken);
        }

        return await issuer.IssueAsync(alive, authorization, authorization.Scopes, target, refresh, authorization.Nonce, sender, cancellationToken);
    }

    private string? WhyNot(Client client, Authorization authorization, RequestParameters parameters, Confirmation sender)
    {
        if (authorization.ClientId != client.ClientId)
        {
            return "code of another client";
        }

        if (clock.GetUtcNow() >= authorization.CodeExpiresAt)
        {
            return "code expired";
        }

        if (parameters["redirect_uri"] != authorization.RedirectUri)
        {
            return "redirect_uri missing or not that of the request";
        }

        if (authorization.CodeDpopJkt is { } key && key != sender.Jkt)
        {
            return "code bound to another key";
        }

        var verifier = parameters["code_verifier"];
        if (authorization.CodeChallenge is null)
        {
            // RFC 9700 section 4.8.2: a verifier without a challenge betrays a downgrade.
            return verifier is null ? null : "code_verifier without code_challenge";
        }

        return verifier is not null && Pkce.Matches(authorization.CodeChallenge, verifier) ? null : "code_verifier missing or wrong";
    }

    private async Task<ProtocolException> ReusedAsync(Authorization authorization, CancellationToken cancellationToken)
    {
        await authorizations.RevokeAsync(authorization.Id, clock.GetUtcNow(), cancellationToken);
        await audit.WriteAsync(ProtocolAuditTypes.CodeReused, authorization.Subject, authorization.ClientId, "authorization revoked", cancellationToken);
        return ProtocolError.InvalidGrant.Because("code used before");
    }
}
