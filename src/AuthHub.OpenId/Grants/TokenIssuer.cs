using AuthHub.OpenId.Authorizations;
using AuthHub.OpenId.Resources;
using AuthHub.OpenId.Tokens;

namespace AuthHub.OpenId.Grants;

/// <summary>Makes the tokens an authorization stands for, once a grant has decided that it may.</summary>
internal sealed class TokenIssuer(AccessTokens accessTokens, IdTokens idTokens)
{
    /// <param name="alive">Client and person.</param>
    /// <param name="authorization">What was permitted.</param>
    /// <param name="scopes">What of it is asked for now; the ID token follows it.</param>
    /// <param name="target">What of that the access token gets, and where it is good.</param>
    /// <param name="refresh">The family's live token, where there is one.</param>
    /// <param name="nonce">For the ID token.</param>
    /// <param name="sender">To whom the tokens are bound.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    public async Task<TokenAnswer> IssueAsync(Liveness.Alive alive, Authorization authorization, IReadOnlyList<string> scopes, Target target, RefreshToken? refresh, string? nonce, Confirmation sender, CancellationToken cancellationToken)
    {
        var accessToken = await accessTokens.WriteAsync(alive, authorization, target, sender, cancellationToken);
        var idToken = scopes.Contains(Scopes.OpenId)
            ? await idTokens.WriteAsync(alive.Client, authorization, alive.Subject, scopes, new Companions(AccessToken: accessToken), nonce, cancellationToken)
            : null;
        return new TokenAnswer(accessToken, target.Scopes, refresh?.Reveal(), idToken, target.Details);
    }

    /// <summary>Tokens that are sent to a client, tied to the request they answer (CIBA Core section 10.3.1).</summary>
    public async Task<TokenAnswer> IssuePushedAsync(Liveness.Alive alive, Authorization authorization, Target target, RefreshToken? refresh, string authReqId, CancellationToken cancellationToken)
    {
        var accessToken = await accessTokens.WriteAsync(alive, authorization, target, Confirmation.None, cancellationToken);
        var companions = new Companions(AccessToken: accessToken) { RefreshToken = refresh?.Reveal(), AuthReqId = authReqId };
        var idToken = await idTokens.WriteAsync(alive.Client, authorization, alive.Subject, authorization.Scopes, companions, null, cancellationToken);
        return new TokenAnswer(accessToken, target.Scopes, companions.RefreshToken, idToken);
    }
}
