using System.Net;
using AuthHub.SignIn.Audit;
using AuthHub.SignIn.Authenticators;
using AuthHub.SignIn.Users;
using AuthHub.Web.Tests.Support;

namespace AuthHub.Web.Tests.Attacks;

/// <summary>Attacks on what a run belongs to: another person, another browser, another time.</summary>
public sealed class FlowRunTests(AuthHubHost host) : IClassFixture<AuthHubHost>
{
    [Fact]
    public async Task FLOW_09_Proofs_do_not_move_between_runs()
    {
        var (mallory, victim, app) = (await host.AddPersonAsync(totp: true), await host.AddPersonAsync(totp: true), await host.AddAppAsync());
        var (hers, his) = (host.Visitor(), host.Visitor());
        await his.ToSecondFactorAsync(app, mallory);
        await hers.ToSecondFactorAsync(app, victim);

        // M's own right code with V's run address, from M's browser; then V's run with M's cookies and token, M's code in V's run.
        var foreign = await his.ForgeAsync(hers.At.Path, ("code", mallory.Code(host.Clock.Now)));
        Assert.Equal("/sign-in/lost", foreign.Location);
        await hers.CodeAsync(mallory.Code(host.Clock.Now) == victim.Code(host.Clock.Now) ? victim.WrongCode(host.Clock.Now) : mallory.Code(host.Clock.Now));

        Assert.Equal("verify/totp", hers.At.Stage);
        Assert.Equal(["password"], (await host.RunsAsync(victim)).Single().Proved());
        Assert.Empty(await host.SessionsAsync(victim));
        Assert.Equal(1, await host.CountAsync(victim, AuditTypes.RunMismatch));
        Assert.Equal(1, await host.CountAsync(victim, AuditTypes.ProofRejected));
    }

    [Fact]
    public async Task FLOW_10_Two_tabs_finish_only_their_own_run()
    {
        var (victim, mallory, app) = (await host.AddPersonAsync(totp: true), await host.AddPersonAsync(totp: true), await host.AddAppAsync());
        var first = host.Visitor();
        await first.ToSecondFactorAsync(app, victim);
        var second = first.Tab();
        await second.SignInAsync(app, mallory);
        Assert.Equal(mallory.Subject, (await second.FinishAsync()).Subject);

        await first.CodeAsync(victim.WrongCode(host.Clock.Now));
        Assert.Equal("verify/totp", first.At.Stage);
        Assert.Empty(await host.SessionsAsync(victim));
        await first.CodeAsync(victim.Code(host.Clock.Now));

        // Tab 1 ends as V alone; M's session in this browser is over (a clean switch).
        Assert.Equal(victim.Subject, (await first.FinishAsync()).Subject);
        Assert.Equal((1, 1), ((await host.HoldingsAsync(victim)).OpenSessions, (await host.HoldingsAsync(victim)).CompletedRuns));
        Assert.Equal(0, (await host.HoldingsAsync(mallory)).OpenSessions);
        Assert.Equal(1, await host.CountAsync(mallory, AuditTypes.SessionEnded));
        Assert.NotEqual((await host.SessionsAsync(victim)).Single().Id, (await host.SessionsAsync(mallory)).Single().Id);
    }

    [Fact]
    public async Task FLOW_11_A_finished_run_replayed_brings_nothing()
    {
        var (person, app, visitor) = (await host.AddPersonAsync(totp: true), await host.AddAppAsync(), host.Visitor());
        await visitor.StartAsync(app);
        await visitor.UsernameAsync(person.Username);
        var password = visitor.At;
        await visitor.PasswordAsync(person.Password);
        var (code, typed) = (visitor.At, person.Code(host.Clock.Now));
        var before = visitor.Copy();
        await visitor.CodeAsync(typed);
        Assert.True(visitor.At.IsAtApp);
        var (holdings, trail) = (await host.HoldingsAsync(person), await host.TrailAsync(person));

        Page[] answers =
        [
            await before.FollowAsync(await before.PostAsync(code, 0, ("code", typed))),
            await before.FollowAsync(await before.PostAsync(password, 0, ("password", person.Password))),
            await before.OpenAsync($"/sign-in/{code.Run}"),
            await before.OpenAsync($"/sign-in/{code.Run}/done"),
        ];

        Assert.All(answers, answer => Assert.Equal(HttpStatusCode.Gone, answer.Status));
        Assert.DoesNotContain("authhub-session", before.Cookies.Keys);
        Assert.Equal(holdings, await host.HoldingsAsync(person));
        Assert.Equal(trail, await host.TrailAsync(person));
    }

    [Fact]
    public async Task FLOW_12_A_handle_behind_the_code_is_worthless_elsewhere()
    {
        var (victim, mallory, app) = (await host.AddPersonAsync(totp: true), await host.AddPersonAsync(totp: true), await host.AddAppAsync());
        var hers = host.Visitor();
        await hers.ToSecondFactorAsync(app, victim);
        var run = hers.At.Run;
        await hers.CodeAsync(victim.Code(host.Clock.Now));
        var resume = hers.At.Way[0].Location!;
        var before = await host.HoldingsAsync(victim);

        var his = host.Visitor();
        await his.StartAsync(app);
        await his.UsernameAsync(mallory.Username);
        Assert.Equal(HttpStatusCode.NotFound, (await his.FollowAsync(await his.ForgeAsync($"/sign-in/{run}/done"))).Status);
        Assert.Equal("username", (await his.OpenAsync(resume)).Stage);

        var stranger = host.Visitor();
        Assert.Equal(HttpStatusCode.NotFound, (await stranger.OpenAsync($"/sign-in/{run}")).Status);
        Assert.Equal(before, await host.HoldingsAsync(victim));
        Assert.Empty(await host.SessionsAsync(mallory));
        Assert.Equal(2, await host.CountAsync(victim, AuditTypes.RunMismatch));
    }

    [Theory]
    [InlineData("not-you")]
    [InlineData("again")]
    public async Task FLOW_13_Starting_again_throws_every_proof_away(string restart)
    {
        var (person, app, visitor) = (await host.AddPersonAsync(), await host.AddAppAsync(demand: "medium"), host.Visitor());
        await visitor.ToSecondFactorAsync(app, person);
        Assert.Equal("set-up", visitor.At.Stage);
        var run = visitor.At.Run;

        await visitor.OpenAsync($"/sign-in/{run}/{restart}");
        Assert.Equal("username", visitor.At.Stage);
        Assert.Equal("username", (await visitor.FollowAsync(await visitor.ForgeAsync($"/sign-in/{visitor.At.Run}/set-up", ("method", "totp")))).Stage);
        await visitor.UsernameAsync(person.Username);
        Assert.Equal("password", visitor.At.Stage);
        await visitor.PasswordAsync(person.Password);

        // What was compulsory is compulsory still.
        Assert.Equal("set-up", visitor.At.Stage);
        Assert.Empty(await host.SessionsAsync(person));
        Assert.Equal(2, await host.CountAsync(person, AuditTypes.ProofAccepted));
    }

    [Theory]
    [InlineData("password")]
    [InlineData("removed")]
    [InlineData("replaced")]
    [InlineData("disabled")]
    public async Task FLOW_18_FLOW_19_A_run_dies_with_a_change_of_the_account(string change)
    {
        var (person, app, visitor) = (await host.AddPersonAsync(totp: true), await host.AddAppAsync(), host.Visitor());
        await visitor.ToSecondFactorAsync(app, person);
        await ChangeAsync(person, change);

        await visitor.CodeAsync(person.Code(host.Clock.Now));

        Assert.Equal("changed", visitor.At.Stage);
        Assert.Contains("again", visitor.At.Words, StringComparison.OrdinalIgnoreCase);
        Assert.Empty(await host.SessionsAsync(person));
        Assert.Equal(0, (await host.HoldingsAsync(person)).Authorizations);
        Assert.DoesNotContain(AuditTypes.SignInCompleted, await host.TrailAsync(person));
    }

    [Fact]
    public async Task FLOW_18_A_change_between_the_last_proof_and_the_answer_wins()
    {
        // The change falls somewhere into the request; whatever is first, no session may live with the old stamp.
        var (person, app, visitor) = (await host.AddPersonAsync(totp: true), await host.AddAppAsync(), host.Visitor());
        await visitor.ToSecondFactorAsync(app, person);

        await Task.WhenAll(visitor.PostAsync(visitor.At, 0, ("code", person.Code(host.Clock.Now))), ChangeAsync(person, "password"));

        var user = await host.UserAsync(person);
        Assert.DoesNotContain(await host.SessionsAsync(person), session => session.SecurityVersion == user.SecurityVersion);
        Assert.Equal("username", (await visitor.StartAsync(app)).Stage);
    }

    [Fact]
    public async Task FLOW_20_An_abandoned_sign_in_leaves_the_old_session_as_it_was()
    {
        var (person, app, strict) = (await host.AddPersonAsync(), await host.AddAppAsync(), await host.AddAppAsync(demand: "medium"));
        var visitor = host.Visitor();
        await visitor.SignInAsync(app, person);
        var session = (await host.SessionsAsync(person)).Single();

        await visitor.StartAsync(strict);
        Assert.Equal("set-up", visitor.At.Stage);
        await visitor.OpenAsync($"/connect/authorize{new Uri(host.Address + visitor.AuthorizeAddress(strict)).Query}&prompt=none");
        Assert.Equal("login_required", visitor.At.Query["error"]);

        var after = (await host.SessionsAsync(person)).Single();
        Assert.Equal(session.SecretHash, after.SecretHash);
        Assert.Equal((session.ExpiresAt, session.Proofs.Count), (after.ExpiresAt, after.Proofs.Count));
        Assert.True((await visitor.StartAsync(app)).IsAtApp);
        Assert.Equal("basic", (await visitor.FinishAsync()).Acr);
    }

    [Fact]
    public async Task FLOW_21_What_names_a_run_is_no_session_and_no_token()
    {
        var (person, app, visitor) = (await host.AddPersonAsync(totp: true), await host.AddAppAsync(), host.Visitor());
        await visitor.ToSecondFactorAsync(app, person);

        foreach (var value in (string[])[visitor.At.Run, visitor.Cookies["authhub-browser"]])
        {
            Assert.Equal(HttpStatusCode.Unauthorized, (await visitor.UserInfoAsync(value)).Status);
            var thief = host.Visitor();
            thief.Cookies["authhub-session"] = value;
            Assert.Equal("username", (await thief.StartAsync(app)).Stage);
            Assert.DoesNotContain("authhub-session", thief.Cookies.Keys);
        }

        Assert.Empty(await host.SessionsAsync(person));
    }

    private async Task ChangeAsync(Person person, string change)
    {
        switch (change)
        {
            case "disabled":
                Assert.True(await host.WithAsync((IUsers users) => users.SetDisabledAsync(person.Id, true, CancellationToken.None)));
                return;
            case "removed" or "replaced":
                Assert.True(await host.WithAsync((IAuthenticators all) => all.RemoveAsync(person.Id, person.TotpId, null, CancellationToken.None)));
                break;
        }

        // What the pages that change a password or a factor do, in one call.
        await host.WithAsync(async (IUsers users) =>
        {
            await users.BumpSecurityVersionAsync(person.Id, CancellationToken.None);
            return true;
        });
    }
}
