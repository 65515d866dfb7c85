using System.Collections.Concurrent;
using AuthHub.Methods.Password;
using AuthHub.SignIn.Throttling;

namespace AuthHub.Demo.People;

/// <summary>
/// Hashes the passwords of many people at once. Equal passwords of one request share one hash, salt and all: thousands of people
/// for a load test are there in seconds. Only in the demo; a real import brings hashes of its own.
/// </summary>
internal sealed class WishHashes(PasswordHasher hasher)
{
    private static readonly TimeSpan _pause = TimeSpan.FromMilliseconds(50);

    /// <summary>The state of each password that occurs.</summary>
    public async Task<IReadOnlyDictionary<string, PasswordState>> HashAsync(IEnumerable<Wish> wishes, CancellationToken cancellationToken)
    {
        var states = new ConcurrentDictionary<string, PasswordState>(StringComparer.Ordinal);
        var options = new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount, CancellationToken = cancellationToken };
        await Parallel.ForEachAsync(wishes.Select(wish => wish.Password).OfType<string>().Distinct(), options, async (password, token) =>
            states[password] = await HashAsync(password, token));
        return states;
    }

    private async Task<PasswordState> HashAsync(string password, CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                return await hasher.HashAsync(password, cancellationToken);
            }
            catch (BusyException)
            {
                // People who sign in meanwhile go first.
                await Task.Delay(_pause, cancellationToken);
            }
        }
    }
}
