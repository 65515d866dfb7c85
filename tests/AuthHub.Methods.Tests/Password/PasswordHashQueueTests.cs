using AuthHub.Methods.Password;
using AuthHub.SignIn.Throttling;

namespace AuthHub.Methods.Tests.Password;

public sealed class PasswordHashQueueTests
{
    [Fact]
    public async Task A_flood_runs_two_at_a_time_and_is_turned_away_beyond_the_queue()      // DOS-01
    {
        using var queue = new PasswordHashQueue(running: 2, waiting: 3);
        using var gate = new ManualResetEventSlim();
        var (running, most) = (0, 0);
        var accepted = Enumerable.Range(0, 5).Select(_ => queue.RunAsync(() =>
        {
            lock (queue)
            {
                most = Math.Max(most, ++running);
            }

            gate.Wait();
            lock (queue)
            {
                running--;
            }

            return true;
        }, default)).ToList();

        var refusal = await Assert.ThrowsAsync<BusyException>(() => queue.RunAsync(() => true, default));
        Assert.True(refusal.RetryAfter > TimeSpan.Zero);
        gate.Set();
        await Task.WhenAll(accepted);
        Assert.True(most <= 2, $"{most} ran at once");
        Assert.True(await queue.RunAsync(() => true, default));
    }

    [Fact]
    public async Task Work_that_fails_or_is_given_up_leaves_its_place()
    {
        using var queue = new PasswordHashQueue(running: 1, waiting: 1);
        using var given = new CancellationTokenSource();
        await given.CancelAsync();
        for (var i = 0; i < 5; i++)
        {
            await Assert.ThrowsAsync<InvalidOperationException>(() => queue.RunAsync<bool>(() => throw new InvalidOperationException(), default));
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => queue.RunAsync(() => true, given.Token));
        }

        Assert.True(await queue.RunAsync(() => true, default));
    }
}
