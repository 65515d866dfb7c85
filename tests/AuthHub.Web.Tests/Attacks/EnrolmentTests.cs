using System.Net;
using System.Text.RegularExpressions;
using AuthHub.Methods.Totp;
using AuthHub.SignIn.Audit;
using AuthHub.SignIn.Users;
using AuthHub.Web.Tests.Support;

namespace AuthHub.Web.Tests.Attacks;

/// <summary>Attacks on the set-up of factors inside the login.</summary>
public sealed partial class EnrolmentTests(AuthHubHost host) : IClassFixture<AuthHubHost>
{
    [Theory]
    [InlineData("set-up")]
    [InlineData("set-up/totp")]
    [InlineData("set-up/sms")]
    [InlineData("set-up/webauthn")]
    public async Task ENR_02_Whoever_has_a_factor_cannot_bind_another_with_the_password_alone(string stage)
    {
        var (person, app, thief) = (await host.AddPersonAsync(phone: "+37120000201"), await host.AddAppAsync(), host.Visitor());
        await thief.ToSecondFactorAsync(app, person);
        var page = thief.At;

        var shown = await thief.OpenAsync($"/sign-in/{page.Run}/{stage}");
        Assert.Equal("verify/sms", shown.Stage);
        var answer = await thief.ForgeAsync($"/sign-in/{page.Run}/{stage}", ("method", "totp"), ("number", "+37120000299"), ("code", "000000"));

        Assert.EndsWith("/verify/sms?notice=stale", answer.Location, StringComparison.Ordinal);
        Assert.Equal(2, (await host.AuthenticatorsAsync(person)).Count);
        Assert.Empty(host.Outbox.To("+37120000299"));
        Assert.DoesNotContain(AuditTypes.AuthenticatorAdded, await host.TrailAsync(person));
    }

    [Fact]
    public async Task ENR_02_A_demand_for_a_method_she_lacks_needs_proof_of_the_one_she_has()
    {
        var (person, app, thief) = (await host.AddPersonAsync(phone: "+37120000202"), await host.AddAppAsync(demand: "totp"), host.Visitor());
        await thief.ToSecondFactorAsync(app, person);

        Assert.Equal("verify/sms", thief.At.Stage);
        await thief.SendSmsAsync();
        await thief.CodeAsync(host.Outbox.NewestCode(person.Phone!));
        Assert.Equal("set-up/totp", thief.At.Stage);
        await thief.SubmitAsync(("code", CodeOf(KeyOn(thief.At))), ("label", "New phone"));

        Assert.True(thief.At.IsAtApp, thief.At.ToString());
        Assert.Equal(["password", "sms", "totp"], (await host.AuthenticatorsAsync(person)).Select(one => one.Method).Order());
    }

    [Fact]
    public async Task ENR_06_An_unconfirmed_set_up_counts_for_nothing()
    {
        var (person, app, first) = (await host.AddPersonAsync(), await host.AddAppAsync(demand: "medium"), host.Visitor());
        await BeginAsync(first, app, person);
        var key = KeyOn(first.At);
        Assert.Equal(key, KeyOn(await first.OpenAsync(first.At.Url.ToString())));

        // Another sign-in asks to choose again, with a key of its own; nothing was bound.
        var second = host.Visitor();
        await BeginAsync(second, app, person);
        Assert.NotEqual(key, KeyOn(second.At));
        await second.SubmitAsync(("code", CodeOf(key)));
        Assert.Equal("set-up/totp", second.At.Stage);
        Assert.Single(await host.AuthenticatorsAsync(person));

        // And it expires.
        host.Clock.Advance(TimeSpan.FromMinutes(16));
        await first.SubmitAsync(("code", CodeOf(key)));
        Assert.Equal("set-up/totp", first.At.Stage);
        Assert.NotEqual(key, KeyOn(first.At));
        Assert.Single(await host.AuthenticatorsAsync(person));
        Assert.Empty(await host.SessionsAsync(person));
        Assert.DoesNotContain(AuditTypes.AuthenticatorAdded, await host.TrailAsync(person));
    }

    [Fact]
    public async Task ENR_11_A_set_up_binds_to_the_runs_own_person()
    {
        var (victim, mallory, app) = (await host.AddPersonAsync(), await host.AddPersonAsync(), await host.AddAppAsync(demand: "medium"));
        var (hers, his) = (host.Visitor(), host.Visitor());
        await BeginAsync(hers, app, victim);
        await BeginAsync(his, app, mallory);
        var key = KeyOn(his.At);

        // M's response in V's run (from his browser), with V's names in it; then V's with M's key.
        var foreign = await his.ForgeAsync(hers.At.Path, ("code", CodeOf(key)));
        Assert.Equal("/sign-in/lost", foreign.Location);
        await hers.SubmitAsync(("code", CodeOf(key)));
        Assert.Equal("set-up/totp", hers.At.Stage);
        await his.SubmitAsync(("code", CodeOf(key)), ("user", victim.Id.ToString()), ("username", victim.Username), ("userId", victim.Id.ToString()));

        Assert.Equal(mallory.Subject, (await his.FinishAsync()).Subject);
        Assert.Equal((1, 2), ((await host.AuthenticatorsAsync(victim)).Count, (await host.AuthenticatorsAsync(mallory)).Count));
        Assert.Equal(1, await host.CountAsync(victim, AuditTypes.RunMismatch));
    }

    [Fact]
    public async Task ENR_14_A_first_factor_ends_what_was_there_before_and_tells_the_person()
    {
        var (person, plain, strict) = (await host.AddPersonAsync(email: "enr14@example.org"), await host.AddAppAsync(), await host.AddAppAsync(demand: "medium"));
        var (old, pending, visitor) = (host.Visitor(), host.Visitor(), host.Visitor());
        await old.SignInAsync(plain, person, ("scope", "openid offline_access"));
        var tokens = await old.FinishAsync();
        await pending.ToSecondFactorAsync(strict, person);
        await BeginAsync(visitor, strict, person);

        await visitor.SubmitAsync(("code", CodeOf(KeyOn(visitor.At))), ("label", "Phone"));

        Assert.Equal("medium", (await visitor.FinishAsync()).Acr);
        Assert.Equal("username", (await old.StartAsync(plain)).Stage);
        Assert.Equal("invalid_grant", (await old.RefreshAsync(tokens.RefreshToken)).Error);
        Assert.Equal("changed", (await pending.OpenAsync(pending.At.Url.ToString())).Stage);
        Assert.Contains("Phone", Assert.Single(host.Outbox.To("enr14@example.org")).Text, StringComparison.Ordinal);
        Assert.Equal(1, (await host.UserAsync(person)).SecurityVersion);
        Assert.Equal(1, await host.CountAsync(person, AuditTypes.AuthenticatorAdded));
    }

    [Fact]
    public async Task ENR_16_The_secret_cannot_be_had_after_the_set_up()
    {
        var (person, app, visitor) = (await host.AddPersonAsync(), await host.AddAppAsync(demand: "medium"), host.Visitor());
        await BeginAsync(visitor, app, person);
        var (page, key) = (visitor.At, KeyOn(visitor.At));
        await visitor.SubmitAsync(("code", CodeOf(key)));

        var again = await visitor.OpenAsync(page.Url.ToString());

        Assert.DoesNotContain(key, again.Html, StringComparison.Ordinal);
        Assert.All((string[])["/account", "/account/authenticators", "/account/security"], address => Assert.DoesNotContain(key, visitor.OpenAsync(address).Result.Html, StringComparison.Ordinal));
        Assert.True(page.Response.Headers.CacheControl?.NoStore);
    }

    [Fact]
    public async Task L08_One_set_up_confirmed_twenty_times_at_once_binds_once()
    {
        var (person, app, visitor) = (await host.AddPersonAsync(), await host.AddAppAsync(demand: "medium"), host.Visitor());
        await BeginAsync(visitor, app, person);
        var (page, code) = (visitor.At, CodeOf(KeyOn(visitor.At)));

        await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => visitor.Copy().PostAsync(page, 0, ("code", code))));

        Assert.Equal(2, (await host.AuthenticatorsAsync(person)).Count);
        Assert.Equal(1, (await host.UserAsync(person)).SecurityVersion);
        Assert.Single(await host.SessionsAsync(person));
        Assert.Equal(1, await host.CountAsync(person, AuditTypes.AuthenticatorAdded));
    }

    [Fact]
    public async Task L10_Two_runs_of_a_person_without_a_factor_do_not_both_bind_one()
    {
        // A who knows the password and V set up at the same time: the first wins, the other run is over.
        var (person, app) = (await host.AddPersonAsync(roles: [WellKnownRoles.Administrator]), await host.AddAppAsync());
        Visitor[] both = [host.Visitor(), host.Visitor()];
        foreach (var one in both)
        {
            await BeginAsync(one, app, person);
        }

        await Task.WhenAll(both.Select(one => one.SubmitAsync(("code", CodeOf(KeyOn(one.At))))));

        Assert.Single(both, one => one.At.IsAtApp);
        Assert.Single(both, one => one.At.Stage == "changed");
        Assert.Equal(2, (await host.AuthenticatorsAsync(person)).Count);
        Assert.Single(await host.SessionsAsync(person));
    }

    private static async Task BeginAsync(Visitor visitor, App app, Person person)
    {
        await visitor.ToSecondFactorAsync(app, person);
        Assert.Equal("set-up", visitor.At.Stage);
        await visitor.ChooseAsync("totp");
        Assert.Equal("set-up/totp", visitor.At.Stage);
        Assert.Equal(HttpStatusCode.OK, visitor.At.Status);
    }

    private static string KeyOn(Page page) => Key().Match(page.Html).Groups[1].Value;

    private string CodeOf(string key) => TotpCode.Of(Base32.Decode(key), TotpCode.StepOf(host.Clock.Now));

    [GeneratedRegex("data-copy=\"([A-Z2-7]+)\"")]
    private static partial Regex Key();
}
