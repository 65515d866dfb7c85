using AuthHub.OpenId.Authorizations;
using AuthHub.OpenId.Registration;

namespace AuthHub.Storage;

/// <summary>Housekeeping of the OpenID half: authorizations, revocations and initial access tokens nothing can use any more.</summary>
internal sealed class ExpiredAuthorizations(IAuthorizations authorizations, IInitialAccessTokens tokens) : IHousekeeping
{
    /// <summary>Access tokens and the detection of a reused code need the row well beyond the code itself.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromDays(1);

    public async Task<int> DeleteExpiredAsync(DateTimeOffset now, CancellationToken cancellationToken) =>
        await authorizations.RemoveExpiredAsync(now - Longest, cancellationToken) + await tokens.RemoveExpiredAsync(now - Longest, cancellationToken);
}
