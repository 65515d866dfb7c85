using System.Net;
using System.Text.Json;
using AuthHub.OpenId.Grants;
using AuthHub.Web.Tests.Support;

namespace AuthHub.Web.Tests.Attacks;

/// <summary>XDV-04 to XDV-06: questions of apps on the person's account page (CIBA).</summary>
public sealed class BackchannelTests(AuthHubHost host) : IClassFixture<AuthHubHost>
{
    [Fact]
    public async Task A_person_says_yes_on_her_account_page()
    {
        var (person, app, visitor) = (await host.AddPersonAsync(email: "vera@backchannel.example"), await AddAppAsync(name: "Till <b>7"), host.Visitor());
        await visitor.SignInAsync(await host.AddAppAsync(), person);
        var asked = await AskAsync(app, person.Username, "Room 12, W4SCT");
        for (var i = 0; i < 100 && host.Outbox.To("vera@backchannel.example").Count == 0; i++)
        {
            await Task.Delay(50);
        }

        var mail = Assert.Single(host.Outbox.To("vera@backchannel.example"));
        Assert.Contains("Room 12, W4SCT", mail.Text, StringComparison.Ordinal);
        Assert.Contains(host.Address + "/account/requests", mail.Text, StringComparison.Ordinal);
        await visitor.OpenAsync("/account/requests");
        Assert.Contains("Till <b>7", visitor.At.Words, StringComparison.Ordinal);
        Assert.DoesNotContain("Till <b>7", visitor.At.Html, StringComparison.Ordinal);
        Assert.Contains("Room 12, W4SCT", visitor.At.Words, StringComparison.Ordinal);
        await AnswerAsync(visitor, "allow");

        Assert.Contains("Go back to the app", visitor.At.Words, StringComparison.Ordinal);
        Assert.Equal(person.Subject, (await OutcomeAsync(app, asked)).Subject);
        Assert.Contains("No app waits", (await visitor.OpenAsync("/account/requests")).Words, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_no_needs_nothing_but_the_session()
    {
        var (person, app, visitor) = (await host.AddPersonAsync(totp: true), await AddAppAsync("totp"), host.Visitor());
        await visitor.SignInAsync(await host.AddAppAsync(), person);
        var asked = await AskAsync(app, person.Username);
        await visitor.OpenAsync("/account/requests");
        await AnswerAsync(visitor, "refuse");

        Assert.Contains("learns nothing about you", visitor.At.Words, StringComparison.Ordinal);
        Assert.Equal("access_denied", (await OutcomeAsync(app, asked)).Error);
    }

    [Fact]
    public async Task XDV_04_A_yes_needs_what_the_app_demands()
    {
        var (person, app, visitor) = (await host.AddPersonAsync(totp: true, phone: "+37120000955"), await AddAppAsync("totp"), host.Visitor());
        await visitor.ToSecondFactorAsync(await host.AddAppAsync(), person);
        await visitor.ChooseAsync("sms");
        await visitor.SendSmsAsync();
        await visitor.CodeAsync(host.Outbox.NewestCode(person.Phone!));
        var asked = await AskAsync(app, person.Username);
        await visitor.OpenAsync("/account/requests");

        await AnswerAsync(visitor, "allow");
        Assert.StartsWith("verify/totp", visitor.At.Stage, StringComparison.Ordinal);
        Assert.Equal("authorization_pending", (await OutcomeAsync(app, asked)).Error);

        // The step-up comes back to the page, and nothing is answered by it.
        await visitor.CodeAsync(person.Code(host.Clock.Now));
        Assert.Equal("/account/requests", visitor.At.Path);
        host.Clock.Advance(TimeSpan.FromSeconds(6));
        Assert.Equal("authorization_pending", (await OutcomeAsync(app, asked)).Error);
        await AnswerAsync(visitor, "allow");
        Assert.Equal(person.Subject, (await OutcomeAsync(app, asked)).Subject);
    }

    [Fact]
    public async Task XDV_04_The_level_the_request_names_is_asked_for()
    {
        var (person, app, visitor) = (await host.AddPersonAsync(totp: true), await AddAppAsync(maxAge: 60), host.Visitor());
        await visitor.SignInAsync(await host.AddAppAsync(), person);
        host.Clock.Advance(TimeSpan.FromMinutes(5));
        await AskAsync(app, person.Username);
        await visitor.OpenAsync("/account/requests");

        await AnswerAsync(visitor, "allow");

        Assert.StartsWith("/sign-in/", visitor.At.Path, StringComparison.Ordinal);
    }

    [Fact]
    public async Task XDV_05_One_does_not_see_or_answer_what_others_are_asked()
    {
        var (person, other, app, visitor) = (await host.AddPersonAsync(), await host.AddPersonAsync(), await AddAppAsync(), host.Visitor());
        var asked = await AskAsync(app, person.Username);
        var hers = host.Visitor();
        await hers.SignInAsync(await host.AddAppAsync(), person);
        await hers.OpenAsync("/account/requests");
        var id = hers.At.Forms.SelectMany(form => form.Buttons).Single(button => button.Name == "allow").Value;
        await visitor.SignInAsync(await host.AddAppAsync(), other);

        var page = await visitor.OpenAsync("/account/requests");
        Assert.Contains("No app waits", page.Words, StringComparison.Ordinal);
        await visitor.ForgeAsync("/account/requests", ("allow", id));
        await visitor.ForgeAsync("/account/requests", ("refuse", id));
        Assert.Equal("authorization_pending", (await OutcomeAsync(app, asked)).Error);
    }

    [Fact]
    public async Task CON_03_A_yes_needs_the_form_of_the_page()
    {
        var (person, app, visitor) = (await host.AddPersonAsync(), await AddAppAsync(), host.Visitor());
        await visitor.SignInAsync(await host.AddAppAsync(), person);
        var asked = await AskAsync(app, person.Username);
        await visitor.OpenAsync("/account/requests");
        var id = visitor.At.Forms.SelectMany(form => form.Buttons).Single(button => button.Name == "allow").Value;

        Assert.Equal(HttpStatusCode.Forbidden, (await visitor.PostAsync("/account/requests", ("allow", id))).Status);
        await visitor.ForgeAsync("/account/requests", ("allow", id), ("refuse", id));
        await visitor.ForgeAsync("/account/requests", ("allow", "rubbish"));
        Assert.Equal("authorization_pending", (await OutcomeAsync(app, asked)).Error);
    }

    [Fact]
    public async Task XDV_05_A_name_nobody_has_is_answered_alike_however_it_is_spelt()
    {
        var (person, app) = (await host.AddPersonAsync(), await AddAppAsync());
        foreach (var name in (string[])[person.Username, "nobody-at-all"])
        {
            var statuses = new List<int>();
            foreach (var spelling in (string[])[name, name.ToUpperInvariant(), name, name.ToUpperInvariant()])
            {
                statuses.Add(await StatusAsync(spelling));
            }

            Assert.Equal([200, 200, 200, 403], statuses);
        }

        async Task<int> StatusAsync(string name)
        {
            var json = await AskAsync(app, name);
            Assert.True(json.TryGetProperty("auth_req_id", out _) || json.GetProperty("error").GetString() == "access_denied");
            return json.TryGetProperty("auth_req_id", out _) ? 200 : 403;
        }
    }

    private static Task<Page> AnswerAsync(Visitor visitor, string answer)
    {
        var (page, form) = visitor.At.Forms.Select((form, i) => (form, i)).Where(one => one.form.Buttons.Any(button => button.Name == answer)).Select(one => (one.form, one.i)).First();
        return visitor.SubmitAsync(visitor.At, form, (answer, page.Buttons.First(button => button.Name == answer).Value));
    }

    private Task<App> AddAppAsync(string? demand = null, string? name = null, long? maxAge = null) => host.AddAppAsync(demand, asksConsent: true, name: name, change: client =>
    {
        client.GrantTypes = [GrantTypes.Ciba, GrantTypes.RefreshToken];
        client.Metadata.BackchannelTokenDeliveryMode = "poll";
        client.Metadata.DefaultMaxAge = maxAge;
    });

    private async Task<JsonElement> AskAsync(App app, string hint, string? message = null)
    {
        using var till = host.Visitor();
        (string, string)[] fields = [("scope", "openid profile"), ("login_hint", hint)];
        return await Devices.PostAsync(till, app, "/connect/backchannel", message is null ? fields : [.. fields, ("binding_message", message)]);
    }

    private async Task<Tokens> OutcomeAsync(App app, JsonElement asked)
    {
        using var till = host.Visitor();
        var json = await Devices.PostAsync(till, app, "/connect/token", ("grant_type", GrantTypes.Ciba), ("auth_req_id", asked.GetProperty("auth_req_id").GetString()!));
        return new Tokens(json.TryGetProperty("error", out _) ? 400 : 200, json);
    }
}
