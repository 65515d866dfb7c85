using System.Net;
using AuthHub.SignIn.Audit;
using AuthHub.Web.Tests.Support;

namespace AuthHub.Web.Tests.Attacks;

/// <summary>Attacks on the order of stages: skipping, choosing what is not there, lying about progress.</summary>
public sealed class FlowStageTests(AuthHubHost host) : IClassFixture<AuthHubHost>
{
    [Theory]
    [InlineData("choose")]
    [InlineData("verify/totp")]
    [InlineData("verify/webauthn")]
    [InlineData("verify/sms")]
    [InlineData("set-up")]
    [InlineData("set-up/totp")]
    [InlineData("done")]
    public async Task FLOW_02_Posting_to_a_later_stage_changes_nothing(string stage)
    {
        var (person, app, visitor) = (await host.AddPersonAsync(totp: true), await host.AddAppAsync(), host.Visitor());
        await visitor.StartAsync(app);
        await visitor.UsernameAsync(person.Username);
        var before = await host.HoldingsAsync(person);

        var answer = await visitor.ForgeAsync($"/sign-in/{visitor.At.Run}/{stage}", ("code", person.Code(host.Clock.Now)), ("method", "totp"));

        Assert.Equal(HttpStatusCode.SeeOther, answer.Status);
        Assert.EndsWith("/password?notice=stale", answer.Location, StringComparison.Ordinal);
        Assert.Equal(before, await host.HoldingsAsync(person));
        Assert.Equal(0, await host.FailuresAsync(person.TotpId));
        Assert.Empty(await host.RunsAsync(person));
        Assert.Empty(await host.TrailAsync(person));
    }

    [Theory]
    [InlineData("nosuch", 404)]
    [InlineData("verify/nosuch", 303)]
    [InlineData("verify/", 404)]
    [InlineData("verify/totp/../../done", 303)]
    [InlineData("VERIFY/sms", 303)]
    [InlineData("complete", 404)]
    public async Task FLOW_04_An_unknown_stage_changes_nothing(string stage, int status)
    {
        var (person, app, visitor) = (await host.AddPersonAsync(totp: true), await host.AddAppAsync(), host.Visitor());
        await visitor.ToSecondFactorAsync(app, person);
        var (before, trail, state) = (await host.HoldingsAsync(person), await host.TrailAsync(person), (await host.RunsAsync(person)).Single().State);

        var answer = await visitor.ForgeAsync($"/sign-in/{visitor.At.Run}/{stage}", ("code", person.Code(host.Clock.Now)));

        Assert.Equal(status, (int)answer.Status);
        Assert.Equal((before, state), (await host.HoldingsAsync(person), (await host.RunsAsync(person)).Single().State));
        Assert.Equal(trail, await host.TrailAsync(person));
    }

    [Theory]
    [InlineData("webauthn")]
    [InlineData("recovery")]
    [InlineData("email")]
    [InlineData("password")]
    [InlineData("none")]
    [InlineData("null")]
    [InlineData("")]
    [InlineData("TOTP")]
    [InlineData("totp,sms")]
    public async Task FLOW_05_FLOW_06_Only_methods_she_has_can_be_chosen(string method)
    {
        var (person, app, visitor) = (await host.AddPersonAsync(totp: true, phone: "+37120000010"), await host.AddAppAsync(), host.Visitor());
        await visitor.ToSecondFactorAsync(app, person);
        Assert.Equal("choose", visitor.At.Stage);
        var state = (await host.RunsAsync(person)).Single().State;

        var answer = await visitor.ForgeAsync(visitor.At.Path, ("method", method));

        Assert.Equal(HttpStatusCode.BadRequest, answer.Status);
        Assert.Equal(state, (await host.RunsAsync(person)).Single().State);
        Assert.Equal(["password"], (await host.RunsAsync(person)).Single().Proved());
        Assert.Empty(await host.SessionsAsync(person));
        Assert.Equal("choose", (await visitor.OpenAsync($"/sign-in/{visitor.At.Run}")).Stage);
    }

    [Fact]
    public async Task FLOW_06_A_repeated_choice_is_no_choice_of_something_else()
    {
        var (person, app, visitor) = (await host.AddPersonAsync(totp: true, phone: "+37120000011"), await host.AddAppAsync(), host.Visitor());
        await visitor.ToSecondFactorAsync(app, person);

        await visitor.ForgeAsync(visitor.At.Path, ("method", "totp"), ("method", "none"));
        await visitor.ForgeAsync(visitor.At.Path, ("method[]", "totp"), ("method[]", "none"));

        Assert.Equal(["password"], (await host.RunsAsync(person)).Single().Proved());
        Assert.Equal([AuditTypes.ProofAccepted], await host.TrailAsync(person));
    }

    [Fact]
    public async Task FLOW_07_Choosing_is_never_proving()
    {
        const string phone = "+37120000012";
        var (person, app, visitor) = (await host.AddPersonAsync(totp: true, phone: phone), await host.AddAppAsync(), host.Visitor());
        await visitor.ToSecondFactorAsync(app, person);
        await visitor.ChooseAsync("totp");
        await visitor.AnotherWayAsync();
        await visitor.ChooseAsync("sms");
        await visitor.AnotherWayAsync();
        await visitor.ChooseAsync("totp");
        var texted = host.Outbox.NewestCode(phone);

        // The text message's code where the app's is asked, nothing, the selector's value, and both stages' answers the other way round.
        await visitor.SubmitAsync(("code", texted), ("code1", texted));
        await visitor.SubmitAsync(("code", ""));
        await visitor.SubmitAsync(("method", "sms"), ("code", ""));
        var stale = await visitor.ForgeAsync($"/sign-in/{visitor.At.Run}/verify/sms", ("code", texted));
        Assert.EndsWith("/verify/totp?notice=stale", stale.Location, StringComparison.Ordinal);
        await visitor.AnotherWayAsync();
        await visitor.ChooseAsync("sms");
        await visitor.SubmitAsync(("code", person.Code(host.Clock.Now)));

        Assert.Equal("verify/sms", visitor.At.Stage);
        Assert.Equal(["password"], (await host.RunsAsync(person)).Single().Proved());
        Assert.Empty(await host.SessionsAsync(person));
        Assert.Equal(1, await host.CountAsync(person, AuditTypes.ProofAccepted));
        Assert.Equal(1, await host.CountAsync(person, AuditTypes.ProofRejected, "sms"));
    }

    [Fact]
    public async Task FLOW_14_Going_back_to_the_choice_keeps_the_failures()
    {
        var (person, app, visitor) = (await host.AddPersonAsync(totp: true, phone: "+37120000013"), await host.AddAppAsync(), host.Visitor());
        await visitor.ToSecondFactorAsync(app, person);
        await visitor.ChooseAsync("totp");
        for (var i = 0; i < 4; i++)
        {
            await visitor.CodeAsync(person.WrongCode(host.Clock.Now, i));
        }

        await visitor.AnotherWayAsync();
        await visitor.ChooseAsync("sms");
        await visitor.AnotherWayAsync();
        await visitor.ChooseAsync("totp");

        Assert.Equal(4, await host.FailuresAsync(person.TotpId));
        Assert.Equal(["password"], (await host.RunsAsync(person)).Single().Proved());
        await visitor.CodeAsync(person.WrongCode(host.Clock.Now, 5));
        var sixth = await visitor.CodeAsync(person.Code(host.Clock.Now));
        Assert.Equal(HttpStatusCode.TooManyRequests, sixth.Status);
        Assert.Equal(5, await host.CountAsync(person, AuditTypes.ProofRejected));
        Assert.Equal(1, await host.CountAsync(person, AuditTypes.Throttled));
    }

    [Fact]
    public async Task FLOW_16_Flags_from_the_browser_are_ignored()
    {
        (string, string)[] flags = [("mfa", "true"), ("amr", "[\"otp\"]"), ("acr", "medium"), ("step", "done"), ("skip", "1"), ("otprequired", "false"), ("remember", "1"), ("Step", "Complete")];
        var (person, app, visitor) = (await host.AddPersonAsync(totp: true), await host.AddAppAsync(), host.Visitor());
        foreach (var (name, value) in flags)
        {
            visitor.Cookies[name] = Uri.EscapeDataString(value);
        }

        await visitor.StartAsync(app, flags);
        await visitor.SubmitAsync([("username", person.Username), .. flags]);
        await visitor.SubmitAsync([("password", person.Password), .. flags]);
        Assert.Equal("verify/totp", visitor.At.Stage);
        await visitor.SubmitAsync([("code", ""), .. flags]);
        await visitor.OpenAsync($"/sign-in/{visitor.At.Run}/done?mfa=true&step=done&skip=1");
        Assert.Equal("verify/totp", visitor.At.Stage);
        Assert.Empty(await host.SessionsAsync(person));

        var (plain, other) = (await host.AddPersonAsync(), host.Visitor());
        await other.StartAsync(app, flags);
        await other.SubmitAsync([("username", plain.Username), .. flags]);
        await other.SubmitAsync([("password", plain.Password), .. flags]);
        var tokens = await other.FinishAsync();
        Assert.Equal("basic", tokens.Acr);
        Assert.Equal(["pwd"], tokens.Amr);
    }

    [Fact]
    public async Task FLOW_17_After_a_wrong_answer_no_next_address_works()
    {
        var (person, app, visitor) = (await host.AddPersonAsync(totp: true), await host.AddAppAsync(), host.Visitor());
        var resume = (await visitor.StartAsync(app)).Way[0].Url.PathAndQuery;
        await visitor.UsernameAsync(person.Username);
        await visitor.PasswordAsync(person.Password);
        await visitor.CodeAsync(person.WrongCode(host.Clock.Now));
        var run = visitor.At.Run;

        Assert.Equal("verify/totp", (await visitor.OpenAsync($"/sign-in/{run}/done")).Stage);
        Assert.Equal("verify/totp", (await visitor.FollowAsync(await visitor.ForgeAsync($"/sign-in/{run}/done"))).Stage);
        Assert.Equal("username", (await visitor.OpenAsync(resume)).Stage);

        Assert.Equal(new Holdings(0, 0, 0, 2, 0), await host.HoldingsAsync(person));
        Assert.Equal([AuditTypes.ProofAccepted, AuditTypes.ProofRejected], await host.TrailAsync(person));
    }
}
