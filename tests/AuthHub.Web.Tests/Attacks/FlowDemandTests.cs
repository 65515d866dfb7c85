using System.Net;
using AuthHub.SignIn.Audit;
using AuthHub.SignIn.Users;
using AuthHub.Web.Tests.Support;

namespace AuthHub.Web.Tests.Attacks;

/// <summary>Attacks on what is demanded: every entrance asks the same policy, and a demand is never lowered.</summary>
public sealed class FlowDemandTests(AuthHubHost host) : IClassFixture<AuthHubHost>
{
    [Theory]
    [InlineData("password")]
    [InlineData("another app")]
    [InlineData("prompt=login")]
    [InlineData("max_age")]
    [InlineData("step-up")]
    [InlineData("select_account")]
    [InlineData("account page")]
    [InlineData("console")]
    public async Task FLOW_23_Every_entrance_asks_the_second_factor(string entrance)
    {
        var (person, plain, strict) = (await host.AddPersonAsync(totp: true), await host.AddAppAsync(), await host.AddAppAsync(demand: "medium"));
        var visitor = host.Visitor();
        await (entrance switch
        {
            "password" => visitor.StartAsync(plain),
            "another app" => visitor.StartAsync(strict),
            "prompt=login" => visitor.StartAsync(plain, ("prompt", "login")),
            "max_age" => visitor.StartAsync(plain, ("max_age", "0")),
            "step-up" => visitor.StartAsync(plain, ("acr_values", "medium")),
            "select_account" => visitor.StartAsync(plain, ("prompt", "select_account")),
            "account page" => visitor.OpenAsync("/account"),
            _ => visitor.OpenAsync("/admin"),
        });
        Assert.Equal("username", visitor.At.Stage);
        await visitor.UsernameAsync(person.Username);
        await visitor.PasswordAsync(person.Password);

        Assert.Equal("verify/totp", visitor.At.Stage);
        Assert.Empty(await host.SessionsAsync(person));
        await visitor.CodeAsync(person.Code(host.Clock.Now));
        Assert.Equal(["password", "totp"], (await host.SessionsAsync(person)).Single().Proofs.Select(proof => proof.Method));
    }

    [Theory]
    [InlineData("prompt", "login", new[] { "password", "verify/totp" })]
    [InlineData("max_age", "0", new[] { "password", "verify/totp" })]
    public async Task CON_06_A_fresh_sign_in_proves_everything_anew(string name, string value, string[] stages)
    {
        var (person, app, visitor) = (await host.AddPersonAsync(totp: true), await host.AddAppAsync(), host.Visitor());
        await visitor.SignInAsync(app, person);
        var first = await visitor.FinishAsync();
        var cookie = visitor.Cookies["authhub-session"];
        host.Clock.Advance(TimeSpan.FromMinutes(2));

        Assert.Equal(stages[0], (await visitor.StartAsync(app, (name, value))).Stage);
        Assert.Equal(stages[1], (await visitor.PasswordAsync(person.Password)).Stage);
        await visitor.CodeAsync(person.Code(host.Clock.Now));
        var second = await visitor.FinishAsync();

        Assert.Equal("medium", second.Acr);
        Assert.True(second.AuthTime >= first.AuthTime + TimeSpan.FromMinutes(2));
        Assert.NotEqual(cookie, visitor.Cookies["authhub-session"]);
        Assert.Equal(1, (await host.HoldingsAsync(person)).Sessions);
        Assert.Equal(1, await host.CountAsync(person, AuditTypes.StepUpCompleted));
    }

    [Fact]
    public async Task CON_06_A_large_max_age_asks_nothing_and_keeps_auth_time()
    {
        var (person, app, visitor) = (await host.AddPersonAsync(totp: true), await host.AddAppAsync(), host.Visitor());
        await visitor.SignInAsync(app, person);
        var first = await visitor.FinishAsync();
        host.Clock.Advance(TimeSpan.FromMinutes(2));

        Assert.True((await visitor.StartAsync(app, ("max_age", "99999"))).IsAtApp);
        Assert.Equal(first.AuthTime, (await visitor.FinishAsync()).AuthTime);
        Assert.Equal("invalid_request", (await visitor.StartAsync(app, ("max_age", "-1"))).Query["error"]);
    }

    [Fact]
    public async Task CON_07_A_pending_request_with_prompt_login_needs_its_own_proof()
    {
        var (person, app, visitor) = (await host.AddPersonAsync(totp: true), await host.AddAppAsync(), host.Visitor());
        await visitor.SignInAsync(app, person);
        host.Clock.Advance(TimeSpan.FromSeconds(31));
        var tab = visitor.Tab();
        await tab.StartAsync(app, ("prompt", "login"));
        Assert.Equal("password", tab.At.Stage);
        host.Clock.Advance(TimeSpan.FromSeconds(31));

        // Another tab signs in anew; the first goes on by that.
        await visitor.StartAsync(app, ("prompt", "login"));
        await visitor.PasswordAsync(person.Password);
        await visitor.CodeAsync(person.Code(host.Clock.Now));
        Assert.True(visitor.At.IsAtApp);
        host.Clock.Advance(TimeSpan.FromSeconds(31));
        await tab.OpenAsync(tab.At.Url.ToString());
        if (tab.At.Stage == "done")
        {
            await tab.SubmitAsync();
        }

        Assert.Equal("password", tab.At.Stage);
        await tab.PasswordAsync(person.Password);
        await tab.CodeAsync(person.Code(host.Clock.Now));
        Assert.True(tab.At.IsAtApp, tab.At.ToString());
    }

    [Fact]
    public async Task FLOW_33_What_is_compulsory_cannot_be_walked_around()
    {
        var (person, app) = (await host.AddPersonAsync(roles: [WellKnownRoles.Administrator]), await host.AddAppAsync());
        var visitor = host.Visitor();
        await visitor.ToSecondFactorAsync(app, person);
        Assert.Equal("set-up", visitor.At.Stage);
        Assert.DoesNotContain(visitor.At.Forms[0].Buttons, button => button.Value == "sms");

        foreach (var address in (string[])["/account", "/admin", "/connect/endsession", visitor.AuthorizeAddress(app), "/account/authenticators"])
        {
            Assert.False((await visitor.OpenAsync(address)).IsAtApp);
            Assert.DoesNotContain(person.User.DisplayName, visitor.At.Words, StringComparison.Ordinal);
        }

        Assert.DoesNotContain("authhub-session", visitor.Cookies.Keys);
        Assert.Equal(new Holdings(0, 0, 0, 1, 0), await host.HoldingsAsync(person));
        Assert.Equal([AuditTypes.ProofAccepted], await host.TrailAsync(person));
    }

    [Fact]
    public async Task FLOW_34_A_step_up_asks_only_what_is_missing_and_gives_no_level_away()
    {
        var (person, app, visitor) = (await host.AddPersonAsync(), await host.AddAppAsync(), host.Visitor());
        await visitor.SignInAsync(app, person);
        Assert.Equal("basic", (await visitor.FinishAsync()).Acr);

        await visitor.StartAsync(app, ("acr_values", "medium"));
        Assert.Equal("set-up", visitor.At.Stage);
        await visitor.StartAsync(app);
        Assert.True(visitor.At.IsAtApp);
        Assert.Equal("basic", (await visitor.FinishAsync()).Acr);
        var essential = """{"id_token":{"acr":{"essential":true,"values":["phr"]}}}""";
        Assert.Equal("unmet_authentication_requirements", (await visitor.StartAsync(app, ("claims", essential))).Query["error"]);
        Assert.Equal(1, (await host.HoldingsAsync(person)).Sessions);
    }

    [Fact]
    public async Task Choosing_the_account_works_and_survives_a_reload()
    {
        var (person, app, visitor) = (await host.AddPersonAsync(totp: true), await host.AddAppAsync(), host.Visitor());
        await visitor.SignInAsync(app, person);

        await visitor.StartAsync(app, ("prompt", "select_account"));
        Assert.Equal("account", visitor.At.Stage);
        var choice = visitor.At;
        await visitor.SubmitAsync();
        Assert.True(visitor.At.IsAtApp, visitor.At.ToString());
        Assert.Equal(person.Subject, (await visitor.FinishAsync()).Subject);

        var again = await visitor.FollowAsync(await visitor.PostAsync(choice, 0));
        Assert.NotEqual(HttpStatusCode.InternalServerError, again.Status);
        Assert.NotEqual(HttpStatusCode.InternalServerError, (await visitor.OpenAsync(choice.Url.ToString())).Status);
        Assert.NotEqual(HttpStatusCode.InternalServerError, (await visitor.OpenAsync($"/sign-in/{choice.Run}/again")).Status);
        Assert.Equal(1, (await host.HoldingsAsync(person)).Sessions);
    }

    [Fact]
    public async Task SES_09_Another_person_in_the_same_browser_is_a_clean_switch()
    {
        var (victim, mallory, app) = (await host.AddPersonAsync(totp: true), await host.AddPersonAsync(totp: true), await host.AddAppAsync());
        var visitor = host.Visitor();
        await visitor.SignInAsync(app, victim);
        var cookie = visitor.Cookies["authhub-session"];
        host.Clock.Advance(TimeSpan.FromSeconds(31));

        await visitor.StartAsync(app, ("prompt", "login"));
        await visitor.OpenAsync($"/sign-in/{visitor.At.Run}/not-you");
        Assert.Equal(cookie, visitor.Cookies["authhub-session"]);
        await visitor.UsernameAsync(mallory.Username);
        await visitor.PasswordAsync(mallory.Password);
        await visitor.CodeAsync(mallory.Code(host.Clock.Now));

        Assert.Equal(mallory.Subject, (await visitor.FinishAsync()).Subject);
        Assert.NotEqual(cookie, visitor.Cookies["authhub-session"]);
        Assert.Equal((0, 1), ((await host.HoldingsAsync(victim)).OpenSessions, (await host.HoldingsAsync(mallory)).OpenSessions));
        Assert.NotEqual((await host.SessionsAsync(victim)).Single().Id, (await host.SessionsAsync(mallory)).Single().Id);
        Assert.Equal(["password", "totp"], (await host.SessionsAsync(mallory)).Single().Proofs.Select(proof => proof.Method));
    }
}
