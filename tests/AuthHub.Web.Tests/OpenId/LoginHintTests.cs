using AuthHub.Web.Tests.Support;

namespace AuthHub.Web.Tests.OpenId;

/// <summary>An app that asks for a sign-in and says by whom (OpenID Connect Core section 3.1.2.1).</summary>
public sealed class LoginHintTests(AuthHubHost host) : IClassFixture<AuthHubHost>
{
    [Fact]
    public async Task Another_name_than_that_of_the_session_is_offered_and_may_sign_in()
    {
        var (here, other, app, visitor) = (await host.AddPersonAsync(), await host.AddPersonAsync(), await host.AddAppAsync(), host.Visitor());
        await visitor.SignInAsync(app, here);
        host.Clock.Advance(TimeSpan.FromMinutes(1));

        await visitor.StartAsync(app, ("prompt", "login"), ("login_hint", other.Username));
        Assert.Equal("username", visitor.At.Stage);
        Assert.Contains($"value=\"{other.Username}\"", visitor.At.Html, StringComparison.Ordinal);
        await visitor.UsernameAsync(other.Username);
        await visitor.PasswordAsync(other.Password);

        Assert.Equal(other.Subject, (await visitor.FinishAsync()).Subject);
    }

    [Fact]
    public async Task The_persons_own_name_asks_for_her_password_only()
    {
        var (here, app, visitor) = (await host.AddPersonAsync(email: "own@hint.test"), await host.AddAppAsync(), host.Visitor());
        await visitor.SignInAsync(app, here);
        host.Clock.Advance(TimeSpan.FromMinutes(1));

        foreach (var hint in (string[])[here.Username.ToUpperInvariant(), "Own@Hint.test", here.Subject, " "])
        {
            await visitor.StartAsync(app, ("prompt", "login"), ("login_hint", hint));
            Assert.Equal("password", visitor.At.Stage);
        }
    }

    [Fact]
    public async Task Without_prompt_a_hint_switches_nobody()
    {
        var (here, other, app, visitor) = (await host.AddPersonAsync(), await host.AddPersonAsync(), await host.AddAppAsync(), host.Visitor());
        await visitor.SignInAsync(app, here);
        host.Clock.Advance(TimeSpan.FromMinutes(1));

        await visitor.StartAsync(app, ("login_hint", other.Username));

        Assert.Equal(here.Subject, (await visitor.FinishAsync()).Subject);
    }
}
