using AuthHub.SignIn.Sessions;
using Microsoft.EntityFrameworkCore;

namespace AuthHub.Storage;

/// <summary>Housekeeping of the sign-in half: sessions that ended or ran out long ago. One whose apps are still to be told stays.</summary>
internal sealed class ExpiredSessions(AuthHubDb db) : IHousekeeping
{
    private static readonly TimeSpan Kept = TimeSpan.FromDays(7);

    public Task<int> DeleteExpiredAsync(DateTimeOffset now, CancellationToken cancellationToken)
    {
        var before = now - Kept;
        return db.Set<Session>()
            .Where(s => (s.EndedAt == null && s.ExpiresAt < before) || (s.EndedAt < before && EF.Property<DateTimeOffset?>(s, SessionMapping.ToldAt) != null))
            .ExecuteDeleteAsync(cancellationToken);
    }
}
