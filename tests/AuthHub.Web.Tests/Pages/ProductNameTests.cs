using AuthHub.Methods.Totp;
using AuthHub.Web.Tests.Support;

namespace AuthHub.Web.Tests.Pages;

/// <summary>What an authenticator app and a text message call this installation, whichever app started the sign-in (S-030, S-231).</summary>
public sealed class ProductNameTests(AuthHubHost host) : IClassFixture<AuthHubHost>
{
    [Fact]
    public async Task S_030_The_code_app_says_the_name_of_the_installation()
    {
        var (person, app, visitor) = (await host.AddPersonAsync(), await host.AddAppAsync(demand: "medium", name: "Ticket corner"), host.Visitor());
        await visitor.ToSecondFactorAsync(app, person);
        await visitor.ChooseAsync("totp");

        var key = visitor.At.Html.Split("data-copy=\"")[1].Split('"')[0];
        var expected = QrSvg.Draw(OtpAuthAddress.Of("AuthHub", person.Username, key), "QR code for your authenticator app");
        Assert.Contains(expected, visitor.At.Html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_question_for_a_code_says_the_same_name()
    {
        var (person, app, visitor) = (await host.AddPersonAsync(totp: true), await host.AddAppAsync(name: "Ticket corner"), host.Visitor());

        await visitor.ToSecondFactorAsync(app, person);

        Assert.Contains("the code it shows for AuthHub.", visitor.At.Words, StringComparison.Ordinal);
    }

    [Fact]
    public async Task S_231_A_text_message_says_the_same_name()
    {
        const string phone = "+37120000931";
        var (person, app, visitor) = (await host.AddPersonAsync(phone: phone), await host.AddAppAsync(name: "Ticket corner"), host.Visitor());
        await visitor.ToSecondFactorAsync(app, person);

        await visitor.SendSmsAsync();

        Assert.StartsWith("AuthHub: ", Assert.Single(host.Outbox.To(phone)).Text, StringComparison.Ordinal);
    }
}
