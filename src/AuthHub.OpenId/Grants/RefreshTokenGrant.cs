using System.Security.Cryptography;
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
/// A refresh token for new tokens and its successor (RFC 6749 section 6). Each is good once; the one before the live one may be repeated
/// for a moment, because answers get lost, and brings the same successor; anything older is theft and ends the family (RFC 9700 section 4.14).
/// </summary>
internal sealed class RefreshTokenGrant(IAuthorizations authorizations, LiveCheck live, TokenIssuer issuer, Targets targets, IProtocolAudit audit, TimeProvider clock, IOptions<OpenIdSettings> settings) : IGrant
{
    private const int SaltBytes = 32;

    public async Task<TokenAnswer> RedeemAsync(Client client, RequestParameters parameters, Confirmation sender, CancellationToken cancellationToken)
    {
        var text = parameters["refresh_token"] ?? throw ProtocolError.InvalidRequest.Because("refresh_token missing");
        var presented = RefreshToken.TryRead(text, out var token) ? token : throw ProtocolError.InvalidGrant.Because("refresh token malformed");
        var authorization = await authorizations.FindByRefreshFamilyAsync(presented.FamilyHash, cancellationToken) ?? throw ProtocolError.InvalidGrant.Because("refresh token unknown");

        if (authorization.ClientId != client.ClientId)
        {
            throw ProtocolError.InvalidGrant.Because("refresh token of another client");
        }

        if (authorization.RefreshExpiresAt <= clock.GetUtcNow())
        {
            throw ProtocolError.InvalidGrant.Because("refresh token expired");
        }

        if (!sender.Keeps(authorization.RefreshConfirmation))
        {
            throw ProtocolError.InvalidGrant.Because("refresh token bound to another key or certificate");
        }

        var scopes = ScopesOf(authorization, parameters["scope"]);
        var alive = await live.RequireAsync(authorization, ProtocolError.InvalidGrant, cancellationToken);
        var target = (await targets.OfAsync(authorization.Resources ?? [], scopes, parameters["resource"], cancellationToken)) with
        {
            Details = AuthorizationDetails.OfStored(authorization.AuthorizationDetails).Narrow(parameters["authorization_details"], client, settings.Value.AuthorizationDetails).Json,
        };

        // Who proves itself and shows a key or certificate beside needs no rotation, which only loses answers (FAPI 2.0 section 5.3.2.1).
        var stays = !client.IsPublic && authorization.RefreshConfirmation is not null && Same(authorization.RefreshHash, presented);
        var next = stays ? presented : await RotateAsync(authorization, presented, cancellationToken);
        return await issuer.IssueAsync(alive, authorization, scopes, target, next, nonce: null, sender, cancellationToken);
    }

    /// <summary>RFC 6749 section 6: as much as was granted, or less.</summary>
    private static List<string> ScopesOf(Authorization authorization, string? asked)
    {
        if (asked is null)
        {
            return authorization.Scopes;
        }

        var scopes = ScopeList.Read(asked);
        return scopes is not null && scopes.TrueForAll(authorization.Scopes.Contains) ? scopes : throw ProtocolError.InvalidScope.Because("more scope than granted");
    }

    private async Task<RefreshToken> RotateAsync(Authorization authorization, RefreshToken presented, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        if (Same(authorization.RefreshHash, presented))
        {
            var salt = RandomNumberGenerator.GetBytes(SaltBytes);
            var next = presented.Next(salt);
            if (await authorizations.RotateRefreshAsync(authorization.Id, presented.Hash, next.Hash, salt, now, cancellationToken))
            {
                return next;
            }

            // Another request with the same token was first: what it made is in the store now.
            authorization = await authorizations.FindAsync(authorization.Id, cancellationToken) ?? throw ProtocolError.InvalidGrant.Because("authorization gone");
        }

        if (authorization.RevokedAt is null && Same(authorization.RefreshPreviousHash, presented) && now - authorization.RefreshRotatedAt < settings.Value.RefreshGrace)
        {
            return presented.Next(authorization.RefreshSalt!);
        }

        await authorizations.RevokeAsync(authorization.Id, now, cancellationToken);
        await audit.WriteAsync(ProtocolAuditTypes.RefreshReused, authorization.Subject, authorization.ClientId, "authorization revoked", cancellationToken);
        throw ProtocolError.InvalidGrant.Because("refresh token used before");
    }

    private static bool Same(byte[]? hash, RefreshToken token) => hash is not null && CryptographicOperations.FixedTimeEquals(hash, token.Hash);
}
