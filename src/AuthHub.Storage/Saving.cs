using Microsoft.EntityFrameworkCore;

namespace AuthHub.Storage;

/// <summary>Saving where another request may have been first, and losing is an expected answer.</summary>
internal static class Saving
{
    /// <summary>False when a unique index or a concurrency token says that somebody else was first; nothing of it is kept in the context.</summary>
    public static async Task<bool> TrySaveAsync(this AuthHubDb db, CancellationToken cancellationToken)
    {
        try
        {
            await db.SaveChangesAsync(cancellationToken);
            return true;
        }
        catch (DbUpdateException lost) when (lost is DbUpdateConcurrencyException || lost.InnerException is System.Data.Common.DbException { SqlState: "23505" or "23000" })
        {
            return false;
        }
        finally
        {
            db.ChangeTracker.Clear();
        }
    }
}
