using AuthHub.OpenId.Authorizations;
using AuthHub.OpenId.Tokens;

namespace AuthHub.OpenId.Grants;

/// <summary>Makes the tokens an authorization stands for, once a grant has decided that it may.</summary>
internal sealed class TokenIssuer(AccessTokens accessTokens, IdTokens idTokens)
{
    public async Task<TokenAnswer> IssueAsync(Liveness.Alive alive, Authorization authorization, IReadOnlyList<string> scopes, RefreshToken? refresh, string? nonce, Confirmation sender, CancellationToken cancellationToken)
    {
        var accessToken = await accessTokens.WriteAsync(alive, authorization, scopes, sender, cancellationToken);
        var idToken = scopes.Contains(Scopes.OpenId)
            ? await idTokens.WriteAsync(alive.Client, authorization, alive.Subject, scopes, new Companions(AccessToken: accessToken), nonce, cancellationToken)
            : null;
        return new TokenAnswer(accessToken, scopes, refresh?.Reveal(), idToken);
    }
}
