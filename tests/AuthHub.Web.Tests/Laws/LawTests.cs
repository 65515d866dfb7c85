using System.Net;
using AuthHub.OpenId.Clients;
using AuthHub.SignIn.Audit;
using AuthHub.SignIn.Authenticators;
using AuthHub.SignIn.Methods;
using AuthHub.SignIn.Runs;
using AuthHub.Storage;
using AuthHub.Web.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace AuthHub.Web.Tests.Laws;

/// <summary>Tries to break the laws that no case of the attack catalogue covers.</summary>
public sealed class LawTests(AuthHubHost host) : IClassFixture<AuthHubHost>
{
    [Fact]
    public async Task L02_A_proof_that_cannot_be_recorded_is_not_given()
    {
        var (person, app, visitor) = (await host.AddPersonAsync(totp: true), await host.AddAppAsync(), host.Visitor());
        await visitor.ToSecondFactorAsync(app, person);
        var before = (await host.RunsAsync(person)).Single();
        var code = person.Code(host.Clock.Now);

        // The audit table takes nothing any more: the effect must not be there either (laws L6, L17).
        await SqlAsync("ALTER TABLE audit_events RENAME TO audit_away");
        var answer = await visitor.PostAsync(visitor.At, 0, ("code", code));
        await SqlAsync("ALTER TABLE audit_away RENAME TO audit_events");

        Assert.InRange((int)answer.Status, 500, 503);
        var after = (await host.RunsAsync(person)).Single();
        Assert.Equal((before.State, before.Revision), (after.State, after.Revision));
        Assert.Empty(await host.SessionsAsync(person));

        // The lost answer may be sent again: the code was not used up.
        Assert.True((await visitor.CodeAsync(code)).IsAtApp);
    }

    [Fact]
    public async Task L03_The_person_of_a_run_never_changes()
    {
        var (person, other, app, visitor) = (await host.AddPersonAsync(totp: true), await host.AddPersonAsync(totp: true), await host.AddAppAsync(), host.Visitor());
        await visitor.ToSecondFactorAsync(app, person);
        var run = visitor.At.Run;

        Assert.EndsWith("/verify/totp?notice=stale", (await visitor.ForgeAsync($"/sign-in/{run}/username", ("username", other.Username))).Location, StringComparison.Ordinal);
        await visitor.SubmitAsync(("code", other.Code(host.Clock.Now)), ("username", other.Username));
        await visitor.OpenAsync($"/sign-in/{run}/not-you");

        Assert.NotEqual(run, visitor.At.Run);
        Assert.Equal(person.Id, (await host.RunsAsync(person)).Single().UserId);
        Assert.Empty(await host.RunsAsync(other));
    }

    [Fact]
    public async Task L04_A_challenge_of_one_owner_is_nobody_elses()
    {
        var person = await host.AddPersonAsync(totp: true);
        await using var scope = host.Services.CreateAsyncScope();
        var challenges = scope.ServiceProvider.GetRequiredService<OpenChallenges>();
        var cancel = CancellationToken.None;
        await challenges.PutAsync(person.User, "run:one", "totp", ChallengePurpose.Enrol, [1], TimeSpan.FromMinutes(1), cancel);

        Assert.NotNull(await challenges.FindAsync(person.User, "run:one", "totp", ChallengePurpose.Enrol, cancel));
        Assert.Null(await challenges.FindAsync(person.User, "run:two", "totp", ChallengePurpose.Enrol, cancel));
        Assert.Null(await challenges.FindAsync(person.User, "run:one", "sms", ChallengePurpose.Enrol, cancel));
        Assert.Null(await challenges.FindAsync(person.User, "run:one", "totp", ChallengePurpose.Verify, cancel));
        host.Clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Null(await challenges.FindAsync(person.User, "run:one", "totp", ChallengePurpose.Enrol, cancel));
    }

    [Fact]
    public async Task L06_An_app_whose_demand_nobody_understands_lets_nobody_in()
    {
        var (person, app, visitor) = (await host.AddPersonAsync(totp: true), await host.AddAppAsync(demand: "extreme"), host.Visitor());
        await visitor.ToSecondFactorAsync(app, person);

        Assert.Equal("no-way", visitor.At.Stage);
        Assert.Empty(await host.SessionsAsync(person));
        Assert.Equal(0, (await host.HoldingsAsync(person)).Authorizations);
    }

    [Fact]
    public async Task L12_The_last_factor_of_one_who_must_have_one_cannot_go_even_with_two_at_once()
    {
        var person = await host.AddPersonAsync(totp: true, phone: "+37120000901");
        var results = await Task.WhenAll(new[] { person.TotpId, person.PhoneId }.Select(id => host.WithAsync((IAuthenticators all) => all.RemoveAsync(person.Id, id, ["totp", "sms"], CancellationToken.None))));

        Assert.Single(results, removed => removed);
        Assert.Equal(2, (await host.AuthenticatorsAsync(person)).Count);
    }

    [Fact]
    public async Task L16_A_thing_of_one_kind_is_never_taken_for_another()
    {
        var (person, app, visitor) = (await host.AddPersonAsync(totp: true), await host.AddAppAsync(), host.Visitor());
        await visitor.StartAsync(app);
        var ticket = visitor.At.Run;
        await visitor.SignInAsync(app, person, ("scope", "openid offline_access"));
        var code = visitor.At.Code!;
        var tokens = await visitor.FinishAsync();
        string[] things = [ticket, code, tokens.RefreshToken, tokens.IdToken, tokens.AccessToken, visitor.Cookies["authhub-session"], visitor.Cookies["authhub-browser"], visitor.Cookies["authhub-known"], visitor.Cookies["authhub-form"]];

        foreach (var thing in things)
        {
            var stranger = host.Visitor();
            Assert.InRange((int)(await stranger.OpenAsync("/connect/authorize?resume=" + thing)).Status, 400, 404);
            Assert.True(thing == ticket || (int)(await stranger.OpenAsync($"/sign-in/{thing}")).Status is >= 400 and < 500, thing);
            Assert.Equal(thing == tokens.AccessToken ? HttpStatusCode.OK : HttpStatusCode.Unauthorized, (await visitor.UserInfoAsync(thing)).Status);
            Assert.True(thing == tokens.RefreshToken || (await visitor.RefreshAsync(thing)).Error == "invalid_grant", thing);
        }
    }

    [Theory]
    [InlineData(29, true)]
    [InlineData(30, false)]
    public async Task L18_FLOW_26_A_run_ends_when_nobody_works_on_it(int minutes, bool alive)
    {
        var (person, app, visitor) = (await host.AddPersonAsync(totp: true), await host.AddAppAsync(), host.Visitor());
        await visitor.ToSecondFactorAsync(app, person);
        host.Clock.Advance(TimeSpan.FromMinutes(minutes));

        var page = visitor.At;
        await visitor.OpenAsync(page.Url.ToString());
        await visitor.SubmitAsync(page, 0, ("code", person.Code(host.Clock.Now)));

        Assert.True(alive == visitor.At.IsAtApp, visitor.At.ToString());
        Assert.Equal(alive ? 1 : 0, (await host.SessionsAsync(person)).Count);
        if (!alive)
        {
            Assert.Equal("expired", visitor.At.Stage);
            Assert.Equal("username", (await visitor.OpenAsync($"/sign-in/{visitor.At.Run}/again")).Stage);
        }
    }

    [Fact]
    public async Task L19_A_client_disabled_meanwhile_gets_nothing()
    {
        var (person, app, visitor) = (await host.AddPersonAsync(totp: true), await host.AddAppAsync(), host.Visitor());
        await visitor.ToSecondFactorAsync(app, person);
        await host.WithAsync(async (IClients clients) =>
        {
            var client = (await clients.FindAsync(app.Id, CancellationToken.None))!;
            client.Disabled = true;
            return await clients.ChangeAsync(client, CancellationToken.None);
        });
        host.Services.GetRequiredService<ClientCatalog>().Invalidate();

        await visitor.CodeAsync(person.Code(host.Clock.Now));

        Assert.False(visitor.At.IsAtApp);
        Assert.Equal(HttpStatusCode.BadRequest, visitor.At.Status);
        Assert.Equal(0, (await host.HoldingsAsync(person)).Authorizations);
    }

    [Fact]
    public async Task L20_DOS_02_Strangers_fill_no_table()
    {
        var app = await host.AddAppAsync();
        var rows = await host.WithAsync((AuthHubDb db) => db.Set<Run>().CountAsync());
        var events = (await host.AllEventsAsync()).Count;
        for (var i = 0; i < 20; i++)
        {
            var guest = host.Visitor();
            await guest.StartAsync(app);
            await guest.UsernameAsync($"guest{i}");
        }

        Assert.Equal(rows, await host.WithAsync((AuthHubDb db) => db.Set<Run>().CountAsync()));
        Assert.Equal(events, (await host.AllEventsAsync()).Count);
        Assert.DoesNotContain(await host.AllEventsAsync(), one => one.Type == AuditTypes.Throttled && one.SubjectId is null);
    }

    private Task<int> SqlAsync(string statement) => host.WithAsync((AuthHubDb db) =>
    {
#pragma warning disable EF1002 // Fixed statements of these tests.
        return db.Database.ExecuteSqlRawAsync(statement);
#pragma warning restore EF1002
    });
}
