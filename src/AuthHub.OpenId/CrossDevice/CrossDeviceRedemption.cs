using AuthHub.OpenId.Audit;
using AuthHub.OpenId.Authorizations;
using AuthHub.OpenId.Clients;
using AuthHub.OpenId.Errors;
using AuthHub.OpenId.Grants;
using AuthHub.OpenId.Requests;
using AuthHub.OpenId.Resources;
using AuthHub.OpenId.Tokens;
using Microsoft.Extensions.Options;

namespace AuthHub.OpenId.CrossDevice;

/// <summary>
/// What the grants have in common whose yes is given on another device: patience until there is an answer (RFC 8628 section 3.5), then the
/// rules of a code: its client only, once, burnt in wrong hands, and a second use takes down what the first one brought.
/// </summary>
internal sealed class CrossDeviceRedemption(ICrossDeviceRequests requests, IAuthorizations authorizations, LiveCheck live, TokenIssuer issuer, Targets targets, IProtocolAudit audit, TimeProvider clock, IOptions<OpenIdSettings> settings)
{
    public async Task<TokenAnswer> RedeemAsync(Client client, string kind, string code, RequestParameters parameters, Confirmation sender, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var request = await requests.FindByHashAsync(CrossDeviceRequest.HashOf(kind, code), cancellationToken) ?? throw ProtocolError.InvalidGrant.Because("code unknown");
        var authorization = await authorizations.FindByCodeAsync(request.Hash, cancellationToken);
        if (request.ClientId != client.ClientId)
        {
            await BurnAsync(request, authorization, now, cancellationToken);
            throw ProtocolError.InvalidGrant.Because("code of another client");
        }

        if (authorization?.CodeRedeemedAt is not null)
        {
            throw await ReusedAsync(authorization, now, cancellationToken);
        }

        if (now >= request.ExpiresAt)
        {
            throw ProtocolError.ExpiredToken.Because("code expired");
        }

        if (request.DeniedAt is not null)
        {
            throw ProtocolError.DeniedElsewhere.Because("the person said no");
        }

        if (authorization is null)
        {
            throw await requests.PollAsync(request, now, cancellationToken) ? ProtocolError.AuthorizationPending.Because("no answer yet") : ProtocolError.SlowDown.Because("asked again too soon");
        }

        if (!VerifierFits(request.CodeChallenge, parameters["code_verifier"]))
        {
            await BurnAsync(request, authorization, now, cancellationToken);
            throw ProtocolError.InvalidGrant.Because("code_verifier missing, wrong or unasked");
        }

        var alive = await live.RequireAsync(authorization, ProtocolError.InvalidGrant, cancellationToken);
        var target = await targets.OfAsync(authorization.Resources ?? [], authorization.Scopes, parameters["resource"], cancellationToken);
        var refresh = client.MayUse(GrantTypes.RefreshToken) ? RefreshToken.Start() : null;
        if (!await authorizations.RedeemCodeAsync(authorization.Id, refresh?.ToStart(now + settings.Value.RefreshLifetime, sender.ForFamily(client)), now, cancellationToken))
        {
            // Another request was first: two parties hold this code.
            throw await ReusedAsync(authorization, now, cancellationToken);
        }

        return await issuer.IssueAsync(alive, authorization, authorization.Scopes, target, refresh, nonce: null, sender, cancellationToken);
    }

    /// <summary>PKCE, where the request began with it; a verifier without a challenge betrays a downgrade (RFC 9700 section 4.8.2).</summary>
    private static bool VerifierFits(string? challenge, string? verifier) =>
        challenge is null ? verifier is null : verifier is not null && Pkce.Matches(challenge, verifier);

    private async Task BurnAsync(CrossDeviceRequest request, Authorization? authorization, DateTimeOffset now, CancellationToken cancellationToken)
    {
        await requests.DenyAsync(request.Id, now, cancellationToken);
        if (authorization is not null)
        {
            await authorizations.RevokeAsync(authorization.Id, now, cancellationToken);
        }
    }

    private async Task<ProtocolException> ReusedAsync(Authorization authorization, DateTimeOffset now, CancellationToken cancellationToken)
    {
        await authorizations.RevokeAsync(authorization.Id, now, cancellationToken);
        await audit.WriteAsync(ProtocolAuditTypes.CodeReused, authorization.Subject, authorization.ClientId, "authorization revoked", cancellationToken);
        return ProtocolError.InvalidGrant.Because("code used before");
    }
}
