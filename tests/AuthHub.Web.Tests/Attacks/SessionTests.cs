using System.Net;
using AuthHub.SignIn.Audit;
using AuthHub.SignIn.Users;
using AuthHub.Web.Tests.Support;

namespace AuthHub.Web.Tests.Attacks;

/// <summary>Attacks on sessions and their cookies.</summary>
public sealed class SessionTests(AuthHubHost host) : IClassFixture<AuthHubHost>
{
    [Fact]
    public async Task SES_01_A_cookie_set_before_is_never_adopted_and_a_step_up_renews_it()
    {
        var (person, app, visitor) = (await host.AddPersonAsync(totp: true), await host.AddAppAsync(), host.Visitor());
        visitor.Cookies["authhub-session"] = "chosen-by-the-attacker";
        await visitor.SignInAsync(app, person);
        var first = visitor.Cookies["authhub-session"];
        Assert.NotEqual("chosen-by-the-attacker", first);

        var before = visitor.Copy();
        host.Clock.Advance(TimeSpan.FromSeconds(1));
        await visitor.StartAsync(app, ("prompt", "login"));
        await visitor.PasswordAsync(person.Password);
        host.Clock.Advance(TimeSpan.FromSeconds(30));
        await visitor.CodeAsync(person.Code(host.Clock.Now));
        Assert.NotEqual(first, visitor.Cookies["authhub-session"]);
        Assert.Equal("username", (await before.StartAsync(app)).Stage);
        Assert.Equal((1, 1), ((await host.HoldingsAsync(person)).Sessions, (await host.HoldingsAsync(person)).OpenSessions));
    }

    [Fact]
    public async Task SES_02_Cookies_are_for_the_host_only_and_out_of_reach_of_script()
    {
        var (person, app, visitor) = (await host.AddPersonAsync(totp: true), await host.AddAppAsync(), host.Visitor());
        await visitor.SignInAsync(app, person);

        Assert.Equal(["authhub-browser", "authhub-form", "authhub-known", "authhub-session", "authhub-state"], visitor.SetCookies.Select(cookie => cookie.Split('=')[0]).Distinct().Order());
        Assert.All(visitor.SetCookies, cookie =>
        {
            // What the session management frame reads says only whether the session is still the same; it opens nothing.
            var isForScript = cookie.StartsWith("authhub-state=", StringComparison.Ordinal);
            Assert.Contains("; path=/", cookie, StringComparison.OrdinalIgnoreCase);
            Assert.Equal(!isForScript, cookie.Contains("; httponly", StringComparison.OrdinalIgnoreCase));
            Assert.Matches("(?i); samesite=(lax|strict)", cookie);
            Assert.DoesNotContain("domain=", cookie, StringComparison.OrdinalIgnoreCase);
            Assert.True(cookie.Length < 4096);
        });
        Assert.All((await host.SessionsAsync(person)).Select(session => session.SecretHash), hash => Assert.Equal(32, hash.Length));
    }

    [Fact]
    public async Task SES_02_The_cookie_script_may_read_opens_nothing_and_goes_with_the_session()
    {
        var (person, app, visitor) = (await host.AddPersonAsync(totp: true), await host.AddAppAsync(), host.Visitor());
        await visitor.SignInAsync(app, person);
        var (state, thief) = (visitor.Cookies["authhub-state"], host.Visitor());
        (thief.Cookies["authhub-state"], thief.Cookies["authhub-session"]) = (state, state);

        Assert.Equal("username", (await thief.StartAsync(app)).Stage);
        await visitor.OpenAsync("/sign-out");
        await visitor.SubmitAsync();
        Assert.DoesNotContain("authhub-state", visitor.Cookies.Keys);
    }

    [Fact]
    public async Task SES_12_The_session_management_frame_alone_may_be_framed_and_shows_nothing()
    {
        var answer = await host.Visitor().OpenAsync("/connect/checksession");

        Assert.False(answer.Response.Headers.Contains("X-Frame-Options"));
        Assert.Contains("frame-ancestors https: http://localhost:*", Assert.Single(answer.Response.Headers.GetValues("Content-Security-Policy")), StringComparison.Ordinal);
        Assert.Contains("<body></body>", answer.Html, StringComparison.Ordinal);
        Assert.Equal("DENY", Assert.Single((await host.Visitor().OpenAsync("/connect/checksession.js")).Response.Headers.GetValues("X-Frame-Options")));
    }

    [Fact]
    public async Task SES_03_Only_the_exact_name_once_is_a_session()
    {
        var (person, app, visitor) = (await host.AddPersonAsync(totp: true), await host.AddAppAsync(), host.Visitor());
        await visitor.SignInAsync(app, person);
        var value = visitor.Cookies["authhub-session"];
        string[] headers =
        [
            $"authhub-session={value}; authhub-session=x", $"authhub-session=x; authhub-session={value}", $"authhub-session={value}; authhub-session={value}",
            $"AuthHub-Session={value}", $"authhub%2Dsession={value}", $"authhub-session=\"{value}\"", $"=authhub-session={value}", $"__Host-authhub-session={value}",
            $"authhub-session ={value}", $"authhub-session={value}x", $"authhub-session={value[..^1]}", $"authhub-session={value.ToUpperInvariant()}", $"authhub-session={new string('a', 5000)}",
        ];

        foreach (var header in headers)
        {
            var answer = await host.Visitor().AskAsync(HttpMethod.Get, visitor.AuthorizeAddress(app, ("prompt", "none")), null, ("Cookie", header));
            Assert.Contains("error=login_required", answer.Location, StringComparison.Ordinal);
        }

        Assert.True((await visitor.StartAsync(app)).IsAtApp);
    }

    [Fact]
    public async Task SES_05_A_post_needs_the_token_of_this_browser_and_no_foreign_origin()
    {
        var (person, app, visitor, other) = (await host.AddPersonAsync(totp: true), await host.AddAppAsync(), host.Visitor(), host.Visitor());
        await other.StartAsync(app);
        var foreign = other.At.Forms[0].Fields[Form.TokenField];
        await visitor.StartAsync(app);
        await visitor.UsernameAsync(person.Username);
        var (address, own) = (visitor.At.Url.ToString(), visitor.At.Forms[0].Fields[Form.TokenField]);
        FormUrlEncodedContent With(string token) => new([new("password", person.Password), new(Form.TokenField, token)]);

        Page[] refused =
        [
            await visitor.PostAsync(address, ("password", person.Password)),
            await visitor.AskAsync(HttpMethod.Post, address, With(foreign)),
            await visitor.AskAsync(HttpMethod.Post, address, With("")),
            await visitor.AskAsync(HttpMethod.Post, address, With(own), ("Sec-Fetch-Site", "cross-site")),
            await visitor.AskAsync(HttpMethod.Post, address, With(own), ("Cookie", "authhub-form=broken")),
            await visitor.AskAsync(HttpMethod.Post, address, new StringContent($"password={person.Password}", null, "text/plain")),
            await visitor.AskAsync(HttpMethod.Post, address, new StringContent($$"""{"password":"{{person.Password}}"}""", null, "application/json")),
        ];

        Assert.All(refused[..5], answer => Assert.Equal(HttpStatusCode.Forbidden, answer.Status));
        Assert.All(refused[5..], answer => Assert.Equal(HttpStatusCode.UnsupportedMediaType, answer.Status));
        Assert.Empty(await host.TrailAsync(person));
        Assert.Equal("verify/totp", (await visitor.PasswordAsync(person.Password)).Stage);
    }

    [Fact]
    public async Task SES_08_After_the_sign_out_nothing_of_the_session_works()
    {
        var (person, app, visitor) = (await host.AddPersonAsync(totp: true), await host.AddAppAsync(), host.Visitor());
        await visitor.SignInAsync(app, person);
        var tokens = await visitor.FinishAsync();
        await visitor.StartAsync(app);
        var (unredeemed, old) = (visitor.At.Code!, visitor.Copy());

        await visitor.OpenAsync("/connect/endsession?id_token_hint=" + tokens.IdToken);

        Assert.DoesNotContain("authhub-session", visitor.Cookies.Keys);
        Assert.Equal("invalid_grant", (await visitor.RedeemAsync(unredeemed)).Error);
        Assert.Equal("invalid_grant", tokens.Json.TryGetProperty("refresh_token", out _) ? (await visitor.RefreshAsync(tokens.RefreshToken)).Error : "invalid_grant");
        Assert.Equal(HttpStatusCode.Unauthorized, (await visitor.UserInfoAsync(tokens.AccessToken)).Status);
        Assert.Equal("username", (await old.StartAsync(app)).Stage);
        Assert.Equal("username", (await old.OpenAsync("/account")).Stage);
        Assert.Equal(0, (await host.HoldingsAsync(person)).OpenSessions);
        Assert.Equal(1, await host.CountAsync(person, AuditTypes.SessionEnded));
    }

    [Theory]
    [InlineData(50, 90, 1)]
    [InlineData(61, 1, 1)]
    public async Task SES_10_A_session_ends_idle_or_after_a_day_whatever_the_cookie_says(int idleMinutes, int times, int opens)
    {
        var (person, app, visitor) = (await host.AddPersonAsync(totp: true), await host.AddAppAsync(), host.Visitor());
        await visitor.SignInAsync(app, person);
        var start = host.Clock.Now;
        var cookie = visitor.Cookies["authhub-session"];
        var alive = 0;
        for (var i = 0; i < times; i++)
        {
            host.Clock.Advance(TimeSpan.FromMinutes(idleMinutes));
            visitor.Cookies["authhub-session"] = cookie;
            await visitor.StartAsync(app);
            if (!visitor.At.IsAtApp)
            {
                break;
            }

            alive++;
        }

        Assert.Equal("username", visitor.At.Stage);
        Assert.True(times == 1 ? alive == 0 : host.Clock.Now - start > TimeSpan.FromHours(23) && host.Clock.Now - start < TimeSpan.FromHours(25));
        Assert.Equal(opens, (await host.HoldingsAsync(person)).Sessions);
    }

    [Fact]
    public async Task SES_11_Disabling_a_person_ends_everything_within_one_request()
    {
        var (person, app, visitor, pending) = (await host.AddPersonAsync(totp: true), await host.AddAppAsync(), host.Visitor(), host.Visitor());
        await visitor.SignInAsync(app, person, ("scope", "openid offline_access"));
        var tokens = await visitor.FinishAsync();
        await visitor.StartAsync(app);
        var code = visitor.At.Code!;
        await pending.ToSecondFactorAsync(app, person);

        Assert.True(await host.WithAsync((IUsers users) => users.SetDisabledAsync(person.Id, true, CancellationToken.None)));

        Assert.Equal("invalid_grant", (await visitor.RedeemAsync(code)).Error);
        Assert.Equal("invalid_grant", (await visitor.RefreshAsync(tokens.RefreshToken)).Error);
        Assert.Equal(HttpStatusCode.Unauthorized, (await visitor.UserInfoAsync(tokens.AccessToken)).Status);
        Assert.Equal("username", (await visitor.StartAsync(app)).Stage);
        Assert.Equal("changed", (await pending.OpenAsync(pending.At.Url.ToString())).Stage);

        // Her right password looks wrong now, as anybody's would (law L13); enabling her again revives nothing.
        await visitor.UsernameAsync(person.Username);
        Assert.Equal("password", (await visitor.PasswordAsync(person.Password)).Stage);
        await host.WithAsync((IUsers users) => users.SetDisabledAsync(person.Id, false, CancellationToken.None));
        Assert.Equal("invalid_grant", (await visitor.RefreshAsync(tokens.RefreshToken)).Error);
        Assert.Equal("changed", (await pending.OpenAsync($"/sign-in/{pending.At.Run}")).Stage);
    }

    [Fact]
    public async Task SES_12_No_page_may_be_framed()
    {
        var (person, app, visitor) = (await host.AddPersonAsync(totp: true), await host.AddAppAsync(), host.Visitor());
        await visitor.SignInAsync(app, person);
        string[] pages = ["/", "/account", "/admin", "/sign-in/lost", "/error", "/nosuch", "/signed-out", "/connect/authorize", "/assets/authhub.css"];

        foreach (var page in pages)
        {
            var answer = await visitor.OpenAsync(page);
            Assert.Equal("DENY", Assert.Single(answer.Response.Headers.GetValues("X-Frame-Options")));
            Assert.Contains("frame-ancestors 'none'", Assert.Single(answer.Response.Headers.GetValues("Content-Security-Policy")), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task L08_A_password_sent_twice_at_once_by_a_new_browser_does_not_strand_it()
    {
        // Double click on the first page that stores anything: both requests left before the first answer came.
        var (person, app, visitor) = (await host.AddPersonAsync(totp: true), await host.AddAppAsync(), host.Visitor());
        await visitor.StartAsync(app);
        await visitor.UsernameAsync(person.Username);
        var page = visitor.At;

        var answers = await Task.WhenAll(visitor.PostAsync(page, 0, ("password", person.Password)), visitor.PostAsync(page, 0, ("password", person.Password)));

        foreach (var answer in answers)
        {
            Assert.Equal("verify/totp", (await visitor.FollowAsync(answer)).Stage);
        }

        Assert.Single(await host.RunsAsync(person));
        Assert.Equal(["password"], (await host.RunsAsync(person)).Single().Proved());
    }
}
