using Microsoft.EntityFrameworkCore;

namespace AuthHub.Storage.Mapping;

/// <summary>Adds one row and forgets it, so that later reads of the same scope come from the database.</summary>
internal static class Adding
{
    /// <summary>For a row whose refusal would be a fault: inside a transaction it needs no savepoint to go back to, which saves two statements.</summary>
    public static async Task AddAloneAsync(this AuthHubDb db, object row, CancellationToken cancellationToken)
    {
        var entry = db.Add(row);
        db.Database.AutoSavepointsEnabled = false;
        try
        {
            await db.SaveChangesAsync(cancellationToken);
        }
        finally
        {
            db.Database.AutoSavepointsEnabled = true;
            entry.State = EntityState.Detached;
        }
    }

    /// <summary>False when a unique index refuses the row; an open transaction goes on (EF rolls back to its savepoint).</summary>
    public static async Task<bool> TryAddAsync(this AuthHubDb db, object row, CancellationToken cancellationToken)
    {
        var entry = db.Add(row);
        try
        {
            await db.SaveChangesAsync(cancellationToken);
            return true;
        }
        catch (DbUpdateException failure) when (SqlState.IsDuplicate(failure))
        {
            return false;
        }
        finally
        {
            entry.State = EntityState.Detached;
        }
    }
}
