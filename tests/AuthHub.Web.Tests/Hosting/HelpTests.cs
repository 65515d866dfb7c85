using AuthHub.SignIn.Messages;
using AuthHub.Web.Tests.Support;

namespace AuthHub.Web.Tests.Hosting;

/// <summary>Whoever is stuck is told where to go, and nothing that is not so.</summary>
public sealed class HelpTests(HelpTests.Host host) : IClassFixture<HelpTests.Host>
{
    private const string Link = "https://help.example/start?a=1&b=2";

    [Fact]
    public async Task The_help_text_is_a_link_where_an_address_is_set()
    {
        var (app, visitor) = (await host.AddAppAsync(), host.Visitor());

        var page = await visitor.StartAsync(app);

        Assert.Contains($"<a href=\"{Link.Replace("&", "&amp;", StringComparison.Ordinal)}\">Read the tour.</a>", page.Html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_security_mail_says_what_to_do_and_names_the_address()
    {
        var person = await host.AddPersonAsync(email: "mails@help.test");
        var user = await host.UserAsync(person);

        await host.WithAsync(async (SecurityMails mails) =>
        {
            await mails.PasswordChangedAsync(user, CancellationToken.None);
            return true;
        });

        var text = host.Outbox.To("mails@help.test").Single().Text;
        Assert.Contains("Change your password", text, StringComparison.Ordinal);
        Assert.Contains("Read the tour. " + Link, text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_list_of_sessions_says_that_open_apps_stay_open()
    {
        var (person, app, visitor) = (await host.AddPersonAsync(totp: true), await host.AddAppAsync(), host.Visitor());
        await visitor.SignInAsync(app, person);

        Assert.Contains("keeps its own session", (await visitor.OpenAsync("/account/sessions")).Words, StringComparison.Ordinal);
    }

    /// <summary>A host with a page that helps.</summary>
    public sealed class Host : AuthHubHost
    {
        protected override IEnumerable<KeyValuePair<string, string?>> Settings() => [new("SignIn:HelpText", "Read the tour."), new("SignIn:HelpLink", Link)];
    }
}
