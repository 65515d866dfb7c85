using AuthHub.SignIn;
using AuthHub.Storage.Mapping;
using Microsoft.EntityFrameworkCore;

namespace AuthHub.Storage;

/// <summary>Transactions on the scope's <see cref="AuthHubDb"/>: a call inside another joins it, only the outermost commits and runs again.</summary>
internal sealed class Transactions(AuthHubDb db) : ITransactions
{
    private const int Repetitions = 3;

    public async Task<T> RunAsync<T>(Func<CancellationToken, Task<T>> work, CancellationToken cancellationToken)
    {
        if (db.Database.CurrentTransaction is not null)
        {
            return await work(cancellationToken);
        }

        for (var repetition = 0; ; repetition++)
        {
            try
            {
                await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
                var result = await work(cancellationToken);
                await transaction.CommitAsync(cancellationToken);
                return result;
            }
            catch (Exception failure) when (SqlState.IsLostRace(failure) && repetition < Repetitions)
            {
                // Nothing of the lost round is kept; the losers meet again a little apart.
                await Task.Delay(TimeSpan.FromMilliseconds(20 * (repetition + 1)), cancellationToken);
            }
            finally
            {
                db.ChangeTracker.Clear();
            }
        }
    }
}
