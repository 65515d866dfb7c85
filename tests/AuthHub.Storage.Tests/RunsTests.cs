using AuthHub.SignIn.Runs;

namespace AuthHub.Storage.Tests;

public sealed class RunsTests : StorageTest
{
    private IRuns Store => Get<IRuns>();

    [Fact]
    public async Task A_run_is_stored_once_however_often_it_is_submitted()
    {
        var user = await AddUserAsync();
        var run = Some.Run(user.Id, Clock.Now);

        var added = await AtOnceAsync(10, _ => Store.AddAsync(run, Token));

        Assert.Single(added, a => a);
        Assert.Equivalent(run, await Store.FindAsync(run.Id, Token), strict: true);
    }

    [Fact]
    public async Task Of_writers_of_one_revision_one_wins()
    {
        var run = await AddAsync();

        var saved = await AtOnceAsync(10, i => Store.SaveAsync(run.Id, 0, $"state {i}", 0, Clock.Now.AddHours(1), Token));

        Assert.Single(saved, s => s);
        var after = (await Store.FindAsync(run.Id, Token))!;
        Assert.Equal(($"state {Array.IndexOf(saved, true)}", 1, Clock.Now.AddHours(1)), (after.State, after.Revision, after.ExpiresAt));
    }

    [Fact]
    public async Task A_run_is_completed_once()
    {
        var run = await AddAsync();
        var sessions = Enumerable.Range(0, 10).Select(_ => Guid.CreateVersion7(Clock.Now)).ToArray();

        var completed = await AtOnceAsync(10, i => Store.CompleteAsync(run.Id, 0, sessions[i], Clock.Now, Token));

        Assert.Single(completed, c => c);
        Assert.Equal(sessions[Array.IndexOf(completed, true)], (await Store.FindAsync(run.Id, Token))!.SessionId);
        Assert.False(await Store.SaveAsync(run.Id, 0, "more", 0, Clock.Now.AddHours(1), Token));
    }

    [Fact]
    public async Task Neither_a_stale_nor_an_expired_run_is_completed()
    {
        var run = await AddAsync();

        Assert.False(await Store.CompleteAsync(run.Id, 1, Guid.Empty, Clock.Now, Token));
        Assert.False(await Store.CompleteAsync(run.Id, 0, Guid.Empty, run.ExpiresAt, Token));
    }

    [Fact]
    public async Task Expired_runs_are_deleted_and_others_are_not()
    {
        var run = await AddAsync();

        Assert.Equal(0, await Store.DeleteExpiredAsync(run.ExpiresAt.AddMilliseconds(-1), Token));
        Assert.Equal(1, await Store.DeleteExpiredAsync(run.ExpiresAt, Token));
        Assert.Null(await Store.FindAsync(run.Id, Token));
    }

    private async Task<Run> AddAsync()
    {
        var run = Some.Run((await AddUserAsync()).Id, Clock.Now);
        Assert.True(await Store.AddAsync(run, Token));
        return run;
    }
}
