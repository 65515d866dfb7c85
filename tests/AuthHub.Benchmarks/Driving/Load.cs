namespace AuthHub.Benchmarks.Driving;

/// <summary>Does one thing many times over a number of connections.</summary>
internal static class Load
{
    /// <param name="count">How often in all.</param>
    /// <param name="workers">How many at once.</param>
    /// <param name="operation">Told which worker does it and the how-manieth it is.</param>
    public static Task RunAsync(int count, int workers, Func<int, int, Task> operation)
    {
        var next = -1;
        return Task.WhenAll(Enumerable.Range(0, Math.Min(workers, count)).Select(worker => Task.Run(async () =>
        {
            for (var turn = Interlocked.Increment(ref next); turn < count; turn = Interlocked.Increment(ref next))
            {
                await operation(worker, turn);
            }
        })));
    }
}
