using AuthHub.SignIn.Sessions;
using AuthHub.SignIn.Users;

namespace AuthHub.Storage.Tests;

public sealed class SessionsTests : StorageTest
{
    private ISessions Store => Get<ISessions>();

    private LogoutDeliveries Deliveries => new(Get<AuthHubDb>());

    [Fact]
    public async Task A_session_is_found_by_its_secret_with_all_its_proofs()
    {
        var session = await AddAsync(s => s.Proofs.Add(Some.Proof("totp", Clock.Now.AddTicks(7))));

        var found = await Store.FindBySecretAsync(session.SecretHash, Token);

        Assert.Equivalent(session, found!.Session, strict: true);
        Assert.Equal(session.UserId, found.User.Id);
        Assert.Null(await Store.FindBySecretAsync(new byte[32], Token));
    }

    [Fact]
    public async Task What_the_browser_calls_itself_is_shortened_and_cleaned()
    {
        var session = await AddAsync(s => s.UserAgent = "Evil\r\n\u202e\0" + new string('x', 5000));

        Assert.Equal("Evil" + new string('x', 196), (await Store.FindAsync(session.Id, Token))!.Session.UserAgent);
    }

    [Fact]
    public async Task A_step_up_adds_proofs_and_replaces_secret_stamp_and_expiry()      // L2
    {
        var session = await AddAsync();
        var proof = Some.Proof("totp", Clock.Now);

        Assert.True(await Store.StepUpAsync(session.Id, Secret(9), 3, [.. session.Proofs, proof], Clock.Now, Clock.Now.AddHours(1), Token));

        Assert.Null(await Store.FindBySecretAsync(session.SecretHash, Token));
        var after = (await Store.FindBySecretAsync(Secret(9), Token))!.Session;
        Assert.Equal(["password", "totp"], after.Proofs.Select(p => p.Method));
        Assert.Equal((3, Clock.Now.AddHours(1)), (after.SecurityVersion, after.ExpiresAt));
    }

    [Fact]
    public async Task Steps_up_at_once_lose_no_proof()      // L2
    {
        var session = await AddAsync();

        await AtOnceAsync(8, i => Store.StepUpAsync(session.Id, Secret((byte)(10 + i)), 0, [Some.Proof($"method{i}", Clock.Now)], Clock.Now, Clock.Now.AddHours(1), Token));

        Assert.Equal(9, (await Store.FindAsync(session.Id, Token))!.Session.Proofs.Count);
    }

    [Fact]
    public async Task An_ended_or_expired_session_cannot_be_stepped_up()
    {
        var (ended, expired) = (await AddAsync(), await AddAsync(s => s.ExpiresAt = Clock.Now.AddMinutes(1)));
        await Store.EndAsync(ended.UserId, ended.Id, Clock.Now, Token);
        Clock.Advance(TimeSpan.FromMinutes(1));

        foreach (var session in new[] { ended, expired })
        {
            Assert.False(await Store.StepUpAsync(session.Id, Secret(99), 0, [Some.Proof("totp", Clock.Now)], Clock.Now, Clock.Now.AddHours(1), Token));
            Assert.Single((await Store.FindAsync(session.Id, Token))!.Session.Proofs);
            Assert.NotNull(await Store.FindBySecretAsync(session.SecretHash, Token));
        }
    }

    [Fact]
    public async Task Use_is_noted_at_most_once_a_minute()
    {
        var session = await AddAsync();

        await Store.TouchAsync(session.Id, Clock.Now.AddSeconds(59), Token);
        Assert.Equal(Clock.Now, (await Store.FindAsync(session.Id, Token))!.Session.LastSeenAt);

        await Store.TouchAsync(session.Id, Clock.Now.AddSeconds(60), Token);
        Assert.Equal(Clock.Now.AddSeconds(60), (await Store.FindAsync(session.Id, Token))!.Session.LastSeenAt);
    }

    [Fact]
    public async Task Open_sessions_are_those_neither_ended_nor_expired()
    {
        var anna = await AddUserAsync("anna2");
        var open = await AddAsync(user: anna.Id);
        var ended = await AddAsync(user: anna.Id);
        await AddAsync(s => s.ExpiresAt = Clock.Now, anna.Id);
        await AddAsync();
        await Store.EndAsync(anna.Id, ended.Id, Clock.Now, Token);

        Assert.Equal([open.Id], (await Store.OpenOfAsync(anna.Id, Clock.Now, Token)).Select(s => s.Id));
    }

    [Fact]
    public async Task A_session_is_ended_once_and_by_its_own_person()
    {
        var session = await AddAsync();

        Assert.False(await Store.EndAsync(Guid.Empty, session.Id, Clock.Now, Token));
        var ended = await AtOnceAsync(5, _ => Store.EndAsync(session.UserId, session.Id, Clock.Now, Token));

        Assert.Single(ended, e => e);
        Assert.Equal(Clock.Now, (await Store.FindAsync(session.Id, Token))!.Session.EndedAt);
    }

    [Fact]
    public async Task All_other_sessions_end_and_the_kept_one_carries_the_new_stamp()
    {
        var anna = await AddUserAsync("anna2");
        var keep = await AddAsync(user: anna.Id);
        await AddAsync(user: anna.Id);
        await AddAsync(user: anna.Id);

        Assert.Equal(2, await Store.EndOthersAsync(anna.Id, keep.Id, Clock.Now, Token));
        await Store.RestampAsync(keep.Id, 5, Token);
        Assert.Equal(5, (await Store.FindAsync(keep.Id, Token))!.Session.SecurityVersion);
        Assert.Equal(1, await Store.EndOthersAsync(anna.Id, null, Clock.Now, Token));
    }

    [Fact]
    public async Task Housekeeping_forgets_what_ended_or_ran_out_long_ago_unless_apps_are_still_to_be_told()
    {
        var anna = await AddUserAsync("anna2");
        var (open, ended, untold, expired) = (await AddAsync(s => s.ExpiresAt = Clock.Now.AddDays(30), anna.Id), await AddAsync(user: anna.Id), await AddAsync(user: anna.Id), await AddAsync(user: anna.Id));
        await Store.EndAsync(anna.Id, ended.Id, Clock.Now, Token);
        await Deliveries.BeginAsync([ended.Id], [], Clock.Now, Token);
        await Store.EndAsync(anna.Id, untold.Id, Clock.Now, Token);
        Clock.Advance(TimeSpan.FromDays(6));
        Assert.Equal(0, await CleanAsync());

        Clock.Advance(TimeSpan.FromDays(3));

        Assert.Equal(2, await CleanAsync());
        Assert.NotNull(await Store.FindAsync(open.Id, Token));
        Assert.NotNull(await Store.FindAsync(untold.Id, Token));
        Assert.Null(await Store.FindAsync(ended.Id, Token));
        Assert.Null(await Store.FindAsync(expired.Id, Token));
        Assert.Contains(await Deliveries.UntoldAsync(10, Token), one => one.SessionId == untold.Id);
    }

    [Fact]
    public async Task A_session_that_lives_on_after_its_apps_were_told_will_be_told_of_again()
    {
        var anna = await AddUserAsync("anna2");
        var session = await AddAsync(user: anna.Id);
        await Deliveries.BeginAsync([session.Id], [], Clock.Now, Token);

        await Get<IUsers>().BumpSecurityVersionAsync(anna.Id, Token);
        await Store.RestampAsync(session.Id, anna.SecurityVersion + 1, Token);
        Assert.Empty(await Deliveries.UntoldAsync(10, Token));
        await Get<IUsers>().BumpSecurityVersionAsync(anna.Id, Token);
        Assert.Equal([session.Id], (await Deliveries.UntoldAsync(10, Token)).Select(one => one.SessionId));

        await Deliveries.BeginAsync([session.Id], [], Clock.Now, Token);
        await Store.StepUpAsync(session.Id, Secret(77), anna.SecurityVersion + 2, [], Clock.Now, Clock.Now.AddHours(1), Token);
        Assert.Empty(await Deliveries.UntoldAsync(10, Token));
        await Store.EndAsync(anna.Id, session.Id, Clock.Now, Token);
        Assert.Equal([session.Id], (await Deliveries.UntoldAsync(10, Token)).Select(one => one.SessionId));
    }

    private Task<int> CleanAsync() => new ExpiredSessions(Get<AuthHubDb>()).DeleteExpiredAsync(Clock.Now, Token);

    private static byte[] Secret(byte filler) => [.. Enumerable.Repeat(filler, 32)];

    private byte _next = 1;

    private async Task<Session> AddAsync(Action<Session>? change = null, Guid? user = null)
    {
        var session = Some.Session(user ?? (await AddUserAsync($"user{_next}")).Id, Clock.Now, _next++);
        change?.Invoke(session);
        await Store.AddAsync(session, Token);
        return session;
    }
}
