using System.Net;
using AuthHub.Methods.Totp;
using AuthHub.Web.Tests.Support;

namespace AuthHub.Web.Tests.Pages;

/// <summary>A refused form leads back to its page by a redirect; what was wrong is shown there once, with what is no secret.</summary>
public sealed class RefusedFormTests(AuthHubHost host) : IClassFixture<AuthHubHost>
{
    [Fact]
    public async Task A_wrong_password_and_a_wrong_code_are_answered_by_a_redirect_and_shown_once()
    {
        var (person, app, visitor) = (await host.AddPersonAsync(totp: true), await host.AddAppAsync(), host.Visitor());
        await visitor.StartAsync(app);
        await visitor.UsernameAsync(person.Username);

        var bare = await visitor.PostAsync(visitor.At, 0, ("password", "wrong"));
        await ShowsOnceAsync(visitor, bare);
        await visitor.PasswordAsync(person.Password);
        var code = await visitor.PostAsync(visitor.At, 0, ("code", person.WrongCode(host.Clock.Now)));
        await ShowsOnceAsync(visitor, code);

        Assert.Equal(1, await host.FailuresAsync(person.TotpId));
    }

    [Fact]
    public async Task A_username_that_is_none_stays_in_the_field()
    {
        var (app, visitor) = (await host.AddAppAsync(), host.Visitor());
        await visitor.StartAsync(app);

        var bare = await visitor.PostAsync(visitor.At, 0, ("username", "anna\r\n<b>"));

        Assert.Equal(HttpStatusCode.SeeOther, bare.Status);
        Assert.Equal("anna\r\n<b>", (await visitor.FollowAsync(bare)).Forms[0].Fields["username"]);
    }

    [Fact]
    public async Task A_name_typed_at_the_set_up_stays_and_the_key_too()
    {
        var (person, app, visitor) = (await host.AddPersonAsync(), await host.AddAppAsync(demand: "medium"), host.Visitor());
        await visitor.ToSecondFactorAsync(app, person);
        await visitor.ChooseAsync("totp");
        var key = visitor.At.Html.Split("data-copy=\"")[1].Split('"')[0];

        var bare = await visitor.PostAsync(visitor.At, 0, ("code", "000"), ("label", "Work phone"));
        var page = await ShowsOnceAsync(visitor, bare);

        Assert.Equal("Work phone", page.Forms[0].Fields["label"]);
        Assert.DoesNotContain("value=\"000\"", page.Html, StringComparison.Ordinal);
        Assert.Contains(key, visitor.At.Html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_refused_phone_number_stays_in_the_field()
    {
        var (person, app, visitor) = (await host.AddPersonAsync(), await host.AddAppAsync(demand: "medium"), host.Visitor());
        await visitor.ToSecondFactorAsync(app, person);
        await visitor.ChooseAsync("sms");

        var bare = await visitor.PostAsync(visitor.At, 0, ("number", "2012"));

        Assert.Equal("2012", (await ShowsOnceAsync(visitor, bare)).Forms[0].Fields["number"]);
    }

    [Fact]
    public async Task Account_pages_do_the_same_and_bring_no_password_back()
    {
        var (person, app, visitor) = (await host.AddPersonAsync(totp: true), await host.AddAppAsync(), host.Visitor());
        await visitor.SignInAsync(app, person);
        await visitor.OpenAsync("/account/password");
        var password = await visitor.PostAsync(visitor.At, 1, ("password", "not mine"), ("new-password", "purple elbow sandwich"), ("confirm-password", "purple elbow sandwich"));
        var page = await ShowsOnceAsync(visitor, password);
        Assert.DoesNotContain("purple", page.Html, StringComparison.Ordinal);

        await visitor.OpenAsync($"/account/authenticators/{person.TotpId:N}/rename");
        var longName = new string('x', 65);
        var rename = await visitor.PostAsync(visitor.At, 1, ("label", longName));
        Assert.Equal(longName, (await ShowsOnceAsync(visitor, rename)).Forms[1].Fields["label"]);
    }

    [Fact]
    public async Task A_note_is_for_its_own_run_and_its_own_person()
    {
        var (person, app, visitor) = (await host.AddPersonAsync(totp: true), await host.AddAppAsync(), host.Visitor());
        await visitor.ToSecondFactorAsync(app, person);
        var bare = await visitor.PostAsync(visitor.At, 0, ("code", person.WrongCode(host.Clock.Now)));
        var other = visitor.Tab();
        await other.ToSecondFactorAsync(app, person);

        Assert.Null(other.At.Refusal);
        Assert.NotNull((await visitor.FollowAsync(bare)).Refusal);
    }

    [Fact]
    public async Task A_form_sent_after_the_fresh_proof_ran_out_comes_back_with_its_fields()
    {
        var (person, app, visitor) = (await host.AddPersonAsync(totp: true), await host.AddAppAsync(), host.Visitor());
        await visitor.SignInAsync(app, person);
        var rename = await visitor.OpenAsync($"/account/authenticators/{person.TotpId:N}/rename");
        host.Clock.Advance(TimeSpan.FromMinutes(11));

        await visitor.SubmitAsync(rename, 1, ("label", "Mans telefons"));
        Assert.Equal("verify/totp", visitor.At.Stage);
        await visitor.CodeAsync(TotpCode.Of(person.TotpKey, TotpCode.StepOf(host.Clock.Now)));

        Assert.EndsWith("/rename", visitor.At.Path, StringComparison.Ordinal);
        Assert.Contains("Nothing was saved", visitor.At.Words, StringComparison.Ordinal);
        Assert.Equal("Mans telefons", visitor.At.Forms[1].Fields["label"]);
        Assert.Equal("totp", (await host.AuthenticatorsAsync(person)).Single(one => one.Id == person.TotpId).Label);
        await visitor.SubmitAsync(visitor.At, 1);
        Assert.Equal("Mans telefons", (await host.AuthenticatorsAsync(person)).Single(one => one.Id == person.TotpId).Label);
    }

    [Fact]
    public async Task The_consoles_forms_come_back_too_without_the_password()
    {
        var (admin, app, visitor) = (await host.AddPersonAsync(totp: true, roles: ["administrator"]), await host.AddAppAsync(), host.Visitor());
        await visitor.SignInAsync(app, admin);
        var form = await visitor.OpenAsync("/admin/people/new");
        host.Clock.Advance(TimeSpan.FromMinutes(11));

        await visitor.SubmitAsync(
            form, 1, ("username", "lost.work"), ("display-name", "Ilze Kalniņa"), ("email", ""), ("type", "staff"), ("roles", "installer"),
            ("new-password", "purple elbow sandwich 42"), ("confirm-password", "purple elbow sandwich 42"));
        await visitor.CodeAsync(admin.Code(host.Clock.Now));

        Assert.Equal("/admin/people/new", visitor.At.Path);
        Assert.Contains("Nothing was saved", visitor.At.Words, StringComparison.Ordinal);
        var fields = visitor.At.Forms[1].Fields;
        Assert.Equal(("lost.work", "Ilze Kalniņa", "installer", ""), (fields["username"], fields["display-name"], fields["roles"], fields["new-password"]));
        Assert.DoesNotContain("purple", visitor.At.Html, StringComparison.Ordinal);
        Assert.Matches("value=\"staff\" selected", visitor.At.Html);
    }

    private static async Task<Page> ShowsOnceAsync(Visitor visitor, Page bare)
    {
        Assert.Equal(HttpStatusCode.SeeOther, bare.Status);
        Assert.Equal(bare.Path, bare.Location);
        var page = await visitor.FollowAsync(bare);
        Assert.Equal(HttpStatusCode.OK, page.Status);
        Assert.NotNull(page.Refusal);
        await visitor.OpenAsync(page.Path);
        Assert.Equal((HttpStatusCode.OK, null), (visitor.At.Status, visitor.At.Refusal));
        return page;
    }
}
