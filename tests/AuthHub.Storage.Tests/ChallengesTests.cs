using AuthHub.SignIn.Runs;

namespace AuthHub.Storage.Tests;

public sealed class ChallengesTests : StorageTest
{
    private const string Owner = "run:1";

    private IChallenges Store => Get<IChallenges>();

    [Fact]
    public async Task A_challenge_belongs_to_one_owner_method_and_purpose()      // L4, L16
    {
        var challenge = await PutAsync();

        Assert.Equivalent(challenge, await FindAsync(), strict: true);
        Assert.Null(await Store.FindAsync("run:2", "totp", ChallengePurpose.Verify, Token));
        Assert.Null(await Store.FindAsync(Owner, "sms", ChallengePurpose.Verify, Token));
        Assert.Null(await Store.FindAsync(Owner, "totp", ChallengePurpose.Enrol, Token));
        Assert.Null(await Store.FindAsync(Owner + "\0", "totp", ChallengePurpose.Verify, Token));
    }

    [Fact]
    public async Task A_later_challenge_takes_the_place_of_the_earlier_one()
    {
        var (earlier, later) = (await PutAsync(), await PutAsync());

        Assert.Equal(later.Id, (await FindAsync())!.Id);
        Assert.False(await Store.ConsumeAsync(earlier.Id, Token));
    }

    [Fact]
    public async Task Challenges_put_at_once_leave_exactly_one()
    {
        var put = await AtOnceAsync(10, _ => PutAsync());

        Assert.Contains((await FindAsync())!.Id, put.Select(c => c.Id));
        Assert.Single(await AtOnceAsync(10, i => Store.ConsumeAsync(put[i].Id, Token)), c => c);
    }

    [Fact]
    public async Task A_challenge_is_consumed_once()      // L8
    {
        var challenge = await PutAsync();

        var consumed = await AtOnceAsync(20, _ => Store.ConsumeAsync(challenge.Id, Token));

        Assert.Single(consumed, c => c);
        Assert.False(await Store.CountTryAsync(challenge.Id, 10, Token));
        Assert.False(await Store.SaveAsync(challenge.Id, [9], Token));
    }

    [Fact]
    public async Task Of_tries_at_once_exactly_the_limit_passes()      // L9
    {
        var challenge = await PutAsync();

        var passed = await AtOnceAsync(30, _ => Store.CountTryAsync(challenge.Id, 10, Token));

        Assert.Equal(10, passed.Count(p => p));
    }

    [Fact]
    public async Task New_state_keeps_the_count_of_tries()
    {
        var challenge = await PutAsync();
        await Store.CountTryAsync(challenge.Id, 10, Token);

        Assert.True(await Store.SaveAsync(challenge.Id, [7, 7], Token));

        var after = (await FindAsync())!;
        Assert.Equal(1, after.Tries);
        Assert.Equal([7, 7], after.SealedState);
    }

    [Fact]
    public async Task Expired_challenges_stay_readable_until_housekeeping()
    {
        var challenge = await PutAsync();

        Assert.Equal(0, await Store.DeleteExpiredAsync(challenge.ExpiresAt.AddMilliseconds(-1), Token));
        Assert.NotNull(await FindAsync());
        Assert.Equal(1, await Store.DeleteExpiredAsync(challenge.ExpiresAt, Token));
    }

    private Task<Challenge?> FindAsync() => Store.FindAsync(Owner, "totp", ChallengePurpose.Verify, Token);

    private async Task<Challenge> PutAsync()
    {
        var challenge = Some.Challenge(Owner, Guid.CreateVersion7(Clock.Now), Clock.Now);
        await Store.PutAsync(challenge, Token);
        return challenge;
    }
}
