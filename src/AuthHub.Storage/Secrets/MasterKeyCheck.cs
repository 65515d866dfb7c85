using System.Data;
using AuthHub.Storage.Mapping;
using Microsoft.EntityFrameworkCore;

namespace AuthHub.Storage.Secrets;

/// <summary>
/// Compares the master keys with what the database says it was sealed with, before anything is opened or sealed.
/// Makes the first key where nothing is sealed yet, and only there: a lost key must never be replaced in silence.
/// </summary>
internal sealed class MasterKeyCheck(AuthHubDb db, MasterKeys keys, TimeProvider clock)
{
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        for (var lost = 0; ; lost++)
        {
            try
            {
                await CompareAsync(cancellationToken);
                return;
            }
            catch (Exception failure) when ((SqlState.IsLostRace(failure) || SqlState.IsDuplicate(failure)) && lost < 5)
            {
                // Another node made its mark at the same moment; it is seen in the next round.
                db.ChangeTracker.Clear();
            }
        }
    }

    private async Task CompareAsync(CancellationToken cancellationToken)
    {
        // Serializable: of two nodes with different first keys only one may win.
        await using var transaction = await db.Database.BeginTransactionAsync(IsolationLevel.Serializable, cancellationToken);
        var marks = await db.Set<MasterKeyMark>().AsNoTracking().Select(m => m.KeyId).ToListAsync(cancellationToken);
        if (keys.All.Count == 0 && marks.Count == 0)
        {
            keys.Generate();
        }

        if (keys.All.Count == 0)
        {
            throw new MasterKeyException("The master key of this database is missing: put its file back or set Storage:MasterKey.");
        }

        var unknown = marks.Find(mark => keys.All.All(key => key.Name != mark));
        if (unknown is not null)
        {
            throw new MasterKeyException($"The master key is not the one this database was sealed with (key id {unknown}): put the right one back.");
        }

        if (!marks.Contains(keys.Current.Name))
        {
            db.Add(new MasterKeyMark { KeyId = keys.Current.Name, CreatedAt = clock.GetUtcNow() });
            await db.SaveChangesAsync(cancellationToken);
        }

        await transaction.CommitAsync(cancellationToken);
        db.ChangeTracker.Clear();
    }
}
