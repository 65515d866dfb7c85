using AuthHub.SignIn;
using AuthHub.SignIn.Throttling;
using Microsoft.EntityFrameworkCore;

namespace AuthHub.Storage.Tests.PostgreSql;

public sealed class ThrottleTests : StorageTest
{
    private static readonly TimeSpan _window = TimeSpan.FromMinutes(10);

    private IThrottle Throttle => Get<IThrottle>();

    [Fact]
    public async Task Of_events_at_once_exactly_the_limit_is_allowed()
    {
        var answers = await AtOnceAsync(60, _ => CountAsync(limit: 25));

        Assert.Equal(25, answers.Count(a => a.Allowed));
        Assert.All(answers.Where(a => !a.Allowed), a => Assert.Equal(_window, a.RetryAfter));
    }

    [Fact]
    public async Task A_window_opens_with_its_first_event_and_ends_by_our_clock()      // L18
    {
        Assert.True((await CountAsync(limit: 1)).Allowed);
        Clock.Advance(TimeSpan.FromMinutes(4));
        Assert.Equal(new ThrottleAnswer(false, TimeSpan.FromMinutes(6)), await CountAsync(limit: 1));
        Clock.Advance(TimeSpan.FromMinutes(6));
        Assert.True((await CountAsync(limit: 1)).Allowed);
        Assert.False((await CountAsync(limit: 1)).Allowed);
    }

    [Fact]
    public async Task A_clock_set_back_does_not_lock_people_out()
    {
        var now = Clock.Now;
        Clock.Advance(TimeSpan.FromDays(30));
        await CountAsync(limit: 1);
        Clock.Set(now);

        Assert.True((await CountAsync(limit: 1)).Allowed);
        Assert.False((await CountAsync(limit: 1)).Allowed);
    }

    [Fact]
    public async Task Keys_are_counted_apart_cleared_apart_and_may_be_any_text()
    {
        foreach (var key in new[] { "a", "b", "a\0", "", new string('x', 100_000) })
        {
            Assert.True((await CountAsync(1, key)).Allowed);
            Assert.False((await CountAsync(1, key)).Allowed);
        }

        await Throttle.ClearAsync("a", Token);
        Assert.True((await CountAsync(1, "a")).Allowed);
        Assert.False((await CountAsync(1, "b")).Allowed);
    }

    [Fact]
    public async Task A_count_stays_when_the_transaction_around_it_fails()
    {
        await using var scope = Scope();

        await Assert.ThrowsAsync<InvalidTimeZoneException>(() => Of<ITransactions>(scope).RunAsync<int>(
            async token =>
            {
                await Of<IThrottle>(scope).CountAsync("key", 1, _window, token);
                throw new InvalidTimeZoneException();
            },
            Token));

        Assert.False((await CountAsync(limit: 1)).Allowed);
    }

    [Fact]
    public async Task Only_ended_windows_are_deleted()
    {
        await CountAsync(1, "early");
        Clock.Advance(TimeSpan.FromMinutes(5));
        await CountAsync(1, "late");
        Clock.Advance(TimeSpan.FromMinutes(5));

        Assert.Equal(1, await Throttle.DeleteExpiredAsync(Token));
        Assert.False((await CountAsync(1, "late")).Allowed);
    }

    [Fact]
    public async Task The_table_is_unlogged_and_shows_no_key()
    {
        await CountAsync(1, "203.0.113.9 anna@example.org");
        await using var scope = Scope();
        var db = Of<AuthHubDb>(scope).Database;

        Assert.Equal("u", await db.SqlQuery<string>($"SELECT relpersistence::text AS \"Value\" FROM pg_class WHERE relname = 'throttle_counters'").SingleAsync(Token));
        Assert.Equal(16, await db.SqlQuery<int>($"SELECT length(key) AS \"Value\" FROM throttle_counters").SingleAsync(Token));
    }

    private Task<ThrottleAnswer> CountAsync(int limit, string key = "key") => Throttle.CountAsync(key, limit, _window, Token);
}
