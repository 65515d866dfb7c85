using AuthHub.OpenId.Authorizations;

namespace AuthHub.Storage;

/// <summary>Housekeeping of the OpenID half: authorizations and revocations nothing can use any more.</summary>
internal sealed class ExpiredAuthorizations(IAuthorizations authorizations) : IHousekeeping
{
    /// <summary>Access tokens and the detection of a reused code need the row well beyond the code itself.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromDays(1);

    public Task<int> DeleteExpiredAsync(DateTimeOffset now, CancellationToken cancellationToken) =>
        authorizations.RemoveExpiredAsync(now - Longest, cancellationToken);
}
