namespace Helpdesk.SignIn;

/// <summary>A remote value that is fetched once for everybody who waits for it, and kept until somebody wants it younger.</summary>
/// <remarks>Ages are measured with the monotonic clock: moving the wall clock neither spoils nor freezes what is kept.</remarks>
internal sealed class Shared<T>(Func<Task<T>> fetch, TimeProvider time)
    where T : class
{
    private readonly Lock gate = new();
    private Task<T>? fetching;
    private (T Value, long At)? kept;

    public Task<T> GetAsync(TimeSpan maxAge, CancellationToken cancellationToken)
    {
        lock (gate)
        {
            if (kept is { } known && time.GetElapsedTime(known.At) < maxAge)
            {
                return Task.FromResult(known.Value);
            }

            if (fetching is null or { IsCompleted: true })
            {
                fetching = FetchAsync();
            }

            return fetching.WaitAsync(cancellationToken);
        }
    }

    private async Task<T> FetchAsync()
    {
        // Leaves the lock before anything slow happens.
        await Task.Yield();
        var value = await fetch();
        lock (gate)
        {
            kept = (value, time.GetTimestamp());
        }

        return value;
    }
}
