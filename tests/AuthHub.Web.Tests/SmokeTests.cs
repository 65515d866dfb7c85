using AuthHub.Web.Tests.Support;

namespace AuthHub.Web.Tests;

/// <summary>The whole way works; every other test changes one thing of it.</summary>
public sealed class SmokeTests(AuthHubHost host) : IClassFixture<AuthHubHost>
{
    [Fact]
    public async Task A_password_alone_brings_basic()
    {
        var (person, app, visitor) = (await host.AddPersonAsync(), await host.AddAppAsync(), host.Visitor());

        await visitor.SignInAsync(app, person);
        var tokens = await visitor.FinishAsync();

        Assert.Equal(200, tokens.Status);
        Assert.Equal((person.Subject, "basic"), (tokens.Subject, tokens.Acr));
        Assert.Equal(["pwd"], tokens.Amr);
        Assert.Equal(["code.issued", "proof.accepted", "sign-in.completed"], await host.TrailAsync(person));
    }

    [Fact]
    public async Task Password_and_app_code_bring_medium()
    {
        var (person, app, visitor) = (await host.AddPersonAsync(totp: true), await host.AddAppAsync(), host.Visitor());

        await visitor.SignInAsync(app, person);
        var tokens = await visitor.FinishAsync();

        Assert.Equal((person.Subject, "medium"), (tokens.Subject, tokens.Acr));
        Assert.Equal(["pwd", "otp", "mfa"], tokens.Amr);
    }

    [Fact]
    public async Task Password_and_text_message_bring_medium()
    {
        var (person, app, visitor) = (await host.AddPersonAsync(phone: "+37120000001"), await host.AddAppAsync(), host.Visitor());

        await visitor.SignInAsync(app, person);

        Assert.Equal("medium", (await visitor.FinishAsync()).Acr);
    }
}
