using System.Net;
using AuthHub.SignIn.Throttling;
using AuthHub.Web.Pages.Device;
using AuthHub.Web.Tests.Support;

namespace AuthHub.Web.Tests.Attacks;

/// <summary>XDV-01 to XDV-04: letting a device in, on the person's side.</summary>
public sealed class DeviceTests(AuthHubHost host) : IClassFixture<AuthHubHost>
{
    [Fact]
    public async Task A_person_lets_her_device_in()
    {
        var (person, app, visitor) = (await host.AddPersonAsync(totp: true), await host.AddDeviceAppAsync(name: "Kitchen <b>radio"), host.Visitor("127.0.3.1"));
        var codes = await host.BeginAsync(app, "127.0.3.1");
        Assert.Equal("authorization_pending", (await host.PollAsync(app, codes)).Error);

        await visitor.OpenAsync("/device");
        await visitor.SubmitAsync(("user_code", codes.GetProperty("user_code").GetString()!.ToLowerInvariant().Replace("-", "", StringComparison.Ordinal)));
        await SignInAsync(visitor, person);
        Assert.Equal("/device/confirm", visitor.At.Path);
        Assert.Contains("Kitchen <b>radio", visitor.At.Words, StringComparison.Ordinal);
        Assert.DoesNotContain("Kitchen <b>radio", visitor.At.Html, StringComparison.Ordinal);
        Assert.Contains(codes.GetProperty("user_code").GetString()!, visitor.At.Words, StringComparison.Ordinal);
        Assert.Contains("127.0.3.1", visitor.At.Words, StringComparison.Ordinal);
        Assert.Contains("Whoever sends you a code", visitor.At.Words, StringComparison.Ordinal);
        Assert.DoesNotContain("another network", visitor.At.Words, StringComparison.Ordinal);
        await visitor.SubmitAsync(("answer", "allow"));

        Assert.Equal("/device/done", visitor.At.Path);
        Assert.Contains("Go back to your device", visitor.At.Words, StringComparison.Ordinal);
        var tokens = await host.PollAsync(app, codes);
        Assert.Equal((person.Subject, "medium"), (tokens.Subject, tokens.Acr));
        var apps = await visitor.OpenAsync("/account/apps");
        Assert.Contains("radio", apps.Words, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_no_reaches_the_device_and_the_page_says_what_it_means()
    {
        var (person, app, visitor) = (await host.AddPersonAsync(), await host.AddDeviceAppAsync(), host.Visitor("127.0.3.2"));
        var codes = await host.BeginAsync(app);
        await ToConfirmAsync(visitor, person, codes.GetProperty("user_code").GetString()!);

        await visitor.SubmitAsync(("answer", "refuse"));

        Assert.Contains("was not let in", visitor.At.Words, StringComparison.Ordinal);
        Assert.Equal("access_denied", (await host.PollAsync(app, codes)).Error);
    }

    [Fact]
    public async Task XDV_01_A_link_with_the_code_confirms_nothing_by_itself()
    {
        var (person, app, visitor) = (await host.AddPersonAsync(), await host.AddDeviceAppAsync(), host.Visitor("127.0.3.3"));
        var other = await host.AddAppAsync();
        await visitor.SignInAsync(other, person);
        var codes = await host.BeginAsync(app);

        var page = await visitor.OpenAsync(new Uri(codes.GetProperty("verification_uri_complete").GetString()!).PathAndQuery);
        Assert.Equal("/device", page.Path);
        Assert.Equal(codes.GetProperty("user_code").GetString(), page.Forms[0].Fields["user_code"]);
        Assert.Equal("authorization_pending", (await host.PollAsync(app, codes)).Error);

        page = await visitor.SubmitAsync();
        Assert.Equal("/device/confirm", page.Path);
        Assert.Contains("another network than this browser", page.Words, StringComparison.Ordinal);
        host.Clock.Advance(TimeSpan.FromSeconds(10));
        Assert.Equal("authorization_pending", (await host.PollAsync(app, codes)).Error);
    }

    [Fact]
    public async Task XDV_01_The_address_of_the_question_is_good_in_one_browser_only()
    {
        var (attacker, victim, app) = (await host.AddPersonAsync(), await host.AddPersonAsync(), await host.AddDeviceAppAsync());
        var (his, hers) = (host.Visitor("127.0.3.4"), host.Visitor("127.0.3.5"));
        await hers.SignInAsync(await host.AddAppAsync(), victim);
        var codes = await host.BeginAsync(app);
        await ToConfirmAsync(his, attacker, codes.GetProperty("user_code").GetString()!);

        var page = await hers.OpenAsync(his.At.Url.PathAndQuery);

        Assert.Equal(HttpStatusCode.Gone, page.Status);
        Assert.DoesNotContain(codes.GetProperty("user_code").GetString()!, page.Html, StringComparison.Ordinal);
        Assert.Empty(page.Forms);
    }

    [Theory]
    [InlineData("?user_code=<script>alert(1)</script>")]
    [InlineData("?user_code=WDJA-MJHT")]
    [InlineData("?user_code=BBBB-BBBB&user_code=CCCC-CCCC")]
    public async Task XDV_01_Nothing_but_a_code_is_filled_in(string query)
    {
        var page = await host.Visitor().OpenAsync("/device" + query);

        Assert.Equal(HttpStatusCode.OK, page.Status);
        Assert.Equal("", page.Forms[0].Fields["user_code"]);
    }

    [Fact]
    public async Task XDV_02_A_browser_has_five_tries()
    {
        var (app, visitor) = (await host.AddDeviceAppAsync(), host.Visitor("127.0.3.6"));
        var codes = await host.BeginAsync(app);
        await visitor.OpenAsync("/device");
        for (var i = 0; i < DeviceCodes.PerBrowser; i++)
        {
            await visitor.SubmitAsync(("user_code", "BBBB-BBBB"));
            Assert.Contains("No device waits with this code", visitor.At.Words, StringComparison.Ordinal);
        }

        await visitor.SubmitAsync(("user_code", codes.GetProperty("user_code").GetString()!));

        Assert.Equal(("/device", HttpStatusCode.TooManyRequests), (visitor.At.Path, visitor.At.Status));
        Assert.Contains("Too many tries", visitor.At.Words, StringComparison.Ordinal);
        Assert.NotNull(visitor.At.Response.Headers.RetryAfter);
        host.Clock.Advance(TimeSpan.FromMinutes(10));
        await visitor.OpenAsync("/device");
        await visitor.SubmitAsync(("user_code", (await host.BeginAsync(app)).GetProperty("user_code").GetString()!));
        Assert.StartsWith("/sign-in/", visitor.At.Path, StringComparison.Ordinal);
    }

    [Fact]
    public async Task XDV_02_A_network_has_twenty_however_many_browsers_it_has()
    {
        for (var i = 0; i < DeviceCodes.PerNetwork; i++)
        {
            Assert.Contains("No device waits", (await GuessAsync()).Words, StringComparison.Ordinal);
        }

        Assert.Contains("Too many tries", (await GuessAsync()).Words, StringComparison.Ordinal);

        async Task<Page> GuessAsync()
        {
            using var visitor = host.Visitor("127.0.3.7");
            await visitor.OpenAsync("/device");
            return await visitor.SubmitAsync(("user_code", "BBBB-BBBB"));
        }
    }

    [Fact]
    public async Task XDV_02_All_together_have_a_limit()
    {
        var (app, visitor) = (await host.AddDeviceAppAsync(), host.Visitor("127.0.3.13"));
        var codes = await host.BeginAsync(app);
        await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => host.WithAsync(async (IThrottle throttle) =>
        {
            for (var i = 0; i < DeviceCodes.InAll / 10; i++)
            {
                await throttle.CountAsync("user-code", DeviceCodes.InAll, TimeSpan.FromMinutes(10), CancellationToken.None);
            }

            return true;
        })));

        await visitor.OpenAsync("/device");
        await visitor.SubmitAsync(("user_code", codes.GetProperty("user_code").GetString()!));

        Assert.Contains("Too many tries", visitor.At.Words, StringComparison.Ordinal);
        host.Clock.Advance(TimeSpan.FromMinutes(10));
    }

    [Theory]
    [InlineData("totp")]
    [InlineData("medium")]
    public async Task XDV_04_The_app_demands_as_much_as_in_a_browser(string demand)
    {
        var (person, app, visitor) = (await host.AddPersonAsync(totp: true), await host.AddDeviceAppAsync(demand), host.Visitor("127.0.3.8"));
        var codes = await host.BeginAsync(app);
        await visitor.OpenAsync("/device");
        await visitor.SubmitAsync(("user_code", codes.GetProperty("user_code").GetString()!));
        await visitor.UsernameAsync(person.Username);
        await visitor.PasswordAsync(person.Password);

        Assert.Equal("verify/totp", visitor.At.Stage);
        Assert.Equal("authorization_pending", (await host.PollAsync(app, codes)).Error);
    }

    [Fact]
    public async Task XDV_04_A_session_alone_is_not_enough_where_the_app_wants_a_fresh_proof()
    {
        var (person, app, visitor) = (await host.AddPersonAsync(totp: true), await host.AddDeviceAppAsync(maxAge: 60), host.Visitor("127.0.3.9"));
        await visitor.SignInAsync(await host.AddAppAsync(), person);
        host.Clock.Advance(TimeSpan.FromMinutes(5));
        var codes = await host.BeginAsync(app);

        await visitor.OpenAsync("/device");
        await visitor.SubmitAsync(("user_code", codes.GetProperty("user_code").GetString()!));

        Assert.StartsWith("/sign-in/", visitor.At.Path, StringComparison.Ordinal);
    }

    [Fact]
    public async Task XDV_04_An_answer_needs_the_session_that_was_asked()
    {
        var (person, app, visitor) = (await host.AddPersonAsync(), await host.AddDeviceAppAsync(), host.Visitor("127.0.3.10"));
        var codes = await host.BeginAsync(app);
        await ToConfirmAsync(visitor, person, codes.GetProperty("user_code").GetString()!);
        var page = visitor.At;
        await visitor.OpenAsync("/sign-out");
        await visitor.SubmitAsync();

        var late = await visitor.PostAsync(page, 0, ("answer", "allow"));

        Assert.NotEqual(HttpStatusCode.OK, late.Status);
        Assert.Equal("authorization_pending", (await host.PollAsync(app, codes)).Error);
    }

    [Fact]
    public async Task CON_03_A_yes_needs_the_form_of_the_page()
    {
        var (person, app, visitor) = (await host.AddPersonAsync(), await host.AddDeviceAppAsync(), host.Visitor("127.0.3.11"));
        var codes = await host.BeginAsync(app);
        await ToConfirmAsync(visitor, person, codes.GetProperty("user_code").GetString()!);

        var forged = await visitor.PostAsync(visitor.At.Url.PathAndQuery, ("answer", "allow"));
        Assert.Equal(HttpStatusCode.Forbidden, forged.Status);
        var neither = await visitor.SubmitAsync(("answer", "perhaps"));
        Assert.Equal("/device/confirm", neither.Path);
        Assert.Equal("authorization_pending", (await host.PollAsync(app, codes)).Error);
    }

    [Fact]
    public async Task An_answered_question_is_gone_for_every_tab()
    {
        var (person, app, visitor) = (await host.AddPersonAsync(), await host.AddDeviceAppAsync(), host.Visitor("127.0.3.12"));
        var codes = await host.BeginAsync(app);
        await ToConfirmAsync(visitor, person, codes.GetProperty("user_code").GetString()!);
        var tab = visitor.Tab();
        await visitor.SubmitAsync(("answer", "allow"));

        var late = await tab.SubmitAsync(("answer", "refuse"));

        Assert.Equal(HttpStatusCode.Gone, late.Status);
        Assert.Equal(person.Subject, (await host.PollAsync(app, codes)).Subject);
    }

    [Theory]
    [InlineData("")]
    [InlineData("?request=")]
    [InlineData("?request=rubbish")]
    [InlineData("?request=AAAA&request=BBBB")]
    public async Task A_broken_address_says_so(string query) =>
        Assert.Equal(HttpStatusCode.Gone, (await host.Visitor().OpenAsync("/device/confirm" + query)).Status);

    private static async Task ToConfirmAsync(Visitor visitor, Person person, string code)
    {
        await visitor.OpenAsync("/device");
        await visitor.SubmitAsync(("user_code", code));
        await visitor.UsernameAsync(person.Username);
        await visitor.PasswordAsync(person.Password);
        Assert.Equal("/device/confirm", visitor.At.Path);
    }

    private async Task SignInAsync(Visitor visitor, Person person)
    {
        await visitor.UsernameAsync(person.Username);
        await visitor.PasswordAsync(person.Password);
        await visitor.CodeAsync(person.Code(host.Clock.Now));
    }
}
