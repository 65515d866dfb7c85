using AuthHub.SignIn;
using AuthHub.SignIn.Users;
using Microsoft.EntityFrameworkCore;

namespace AuthHub.Storage.Tests;

public sealed class TransactionsTests : StorageTest
{
    [Fact]
    public async Task Stores_of_one_scope_take_part_and_a_failure_undoes_all()      // L17
    {
        var user = await AddUserAsync();
        await using var scope = Scope();

        await Assert.ThrowsAsync<InvalidTimeZoneException>(() => Of<ITransactions>(scope).RunAsync<int>(
            async token =>
            {
                await Of<IUsers>(scope).BumpSecurityVersionAsync(user.Id, token);
                await Of<SignIn.Runs.IRuns>(scope).AddAsync(Some.Run(user.Id, Clock.Now), token);
                throw new InvalidTimeZoneException();
            },
            Token));

        Assert.Equal(0, (await Get<IUsers>().FindAsync(user.Id, Token))!.SecurityVersion);
        Assert.Equal(0, await Get<SignIn.Runs.IRuns>().DeleteExpiredAsync(DateTimeOffset.MaxValue, Token));
    }

    [Fact]
    public async Task A_call_inside_joins_the_open_transaction()
    {
        var user = await AddUserAsync();
        await using var scope = Scope();
        var transactions = Of<ITransactions>(scope);

        await transactions.RunAsync(
            async token =>
            {
                await transactions.RunAsync(
                    async inner =>
                    {
                        await Of<IUsers>(scope).BumpSecurityVersionAsync(user.Id, inner);
                        return true;
                    },
                    token);
                Assert.Equal(0, (await Get<IUsers>().FindAsync(user.Id, token))!.SecurityVersion);
                return true;
            },
            Token);

        Assert.Equal(1, (await Get<IUsers>().FindAsync(user.Id, Token))!.SecurityVersion);
    }

    [Fact]
    public async Task Work_that_loses_to_a_deadlock_is_run_again()
    {
        var users = new[] { await AddUserAsync("anna"), await AddUserAsync("bert") };
        using var bothHoldOne = new Barrier(2);
        var rounds = 0;

        await AtOnceAsync(2, async i =>
        {
            await using var scope = Scope();
            var first = true;
            return await Of<ITransactions>(scope).RunAsync(
                async token =>
                {
                    Interlocked.Increment(ref rounds);
                    await Of<IUsers>(scope).BumpSecurityVersionAsync(users[i].Id, token);
                    if (first)
                    {
                        first = false;
                        bothHoldOne.SignalAndWait(TimeSpan.FromSeconds(5), token);
                    }

                    await Of<IUsers>(scope).BumpSecurityVersionAsync(users[1 - i].Id, token);
                    return true;
                },
                Token);
        });

        Assert.Equal(3, rounds);
        Assert.Equal(2, (await Get<IUsers>().FindAsync(users[0].Id, Token))!.SecurityVersion);
        Assert.Equal(2, (await Get<IUsers>().FindAsync(users[1].Id, Token))!.SecurityVersion);
    }

    [Fact]
    public async Task Work_that_keeps_losing_ends_after_three_repetitions()
    {
        await using var scope = Scope();
        var db = Of<AuthHubDb>(scope);
        var rounds = 0;

        await Assert.ThrowsAnyAsync<Exception>(() => Of<ITransactions>(scope).RunAsync(
            async token =>
            {
                rounds++;
                return await db.Database.ExecuteSqlRawAsync("DO $$ BEGIN RAISE EXCEPTION USING ERRCODE = '40001'; END $$", token);
            },
            Token));

        Assert.Equal(4, rounds);
    }
}
