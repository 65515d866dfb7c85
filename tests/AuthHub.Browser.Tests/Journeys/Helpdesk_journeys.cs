using AuthHub.Browser.Tests.Support;
using Microsoft.Playwright;

namespace AuthHub.Browser.Tests.Journeys;

/// <summary>What the helpdesk needs of AuthHub beyond the first sign-in: step-up, log-out, consent, a forged answer.</summary>
public sealed class Helpdesk_journeys(RunningDemo demo, Chromium chromium) : BrowserTest(demo, chromium)
{
    private const string Password = "divi stārķi uz torņa 5";

    [Fact]
    public async Task Sensitive_tickets_ask_only_for_the_missing_proof()
    {
        var name = "basic" + Guid.CreateVersion7().ToString("N")[20..];
        await Demo.AddPersonAsync(new { username = name, password = Password, displayName = "Basic Person" });
        await LogInAsync();
        await GiveUsernameAsync(name);
        await GivePasswordAsync(Password);
        await SeeAsync("basic");

        await Link("Sensitive tickets").First.ClickAsync();
        await Button("TOTP device").ClickAsync();
        var app = AuthenticatorApp.FromQr(await ScanAsync(Page.Locator(".qr")));
        await GiveCodeAsync(app.CodeAt(await Demo.NowAsync()));
        await Page.WaitForURLAsync(Demo.Helpdesk + "/sensitive**");
        await SeeAsync("medium");
    }

    [Fact]
    public async Task Log_out_ends_both_sessions_and_returns()
    {
        var name = "out" + Guid.CreateVersion7().ToString("N")[20..];
        await Demo.AddPersonAsync(new { username = name, password = Password, displayName = "Leaving Person" });
        await LogInAsync();
        await GiveUsernameAsync(name);
        await GivePasswordAsync(Password);
        await SeeAsync("Leaving Person");
        await Button("Log out").ClickAsync();
        await Page.WaitForURLAsync(Demo.Helpdesk + "/signed-out**");
        await Page.GotoAsync(Demo.AuthHub + "/account");
        await SeeHeadingAsync("Welcome to AuthHub!");
    }

    [Fact]
    public async Task A_strangers_app_asks_for_consent_and_a_no_comes_back_as_access_denied()
    {
        ExpectedInConsole.Add("ERR_CONNECTION_REFUSED");
        ExpectedInConsole.Add("404");
        var name = "consent" + Guid.CreateVersion7().ToString("N")[20..];
        await Demo.AddPersonAsync(new { username = name, password = Password, displayName = "Careful Person" });
        var client = await Demo.AddClientAsync(new { client_name = "Holiday photos", redirect_uris = new[] { Demo.Control + "/callback" }, require_pkce = false });
        var address = $"{Demo.AuthHub}/connect/authorize?response_type=code&scope=openid%20email&state=s1&client_id={client["client_id"]}&redirect_uri={Uri.EscapeDataString(Demo.Control + "/callback")}";
        await Page.GotoAsync(address);
        await GiveUsernameAsync(name);
        await GivePasswordAsync(Password);
        await SeeAsync("Holiday photos");
        await Assertions.Expect(Button("Allow")).ToBeEnabledAsync();
        await CheckAccessibilityAsync();
        await Button("Refuse").ClickAsync();
        await Page.WaitForURLAsync(url => url.Contains("error=access_denied", StringComparison.Ordinal) && url.Contains("state=s1", StringComparison.Ordinal));

        await Page.GotoAsync(address);
        await Button("Allow").ClickAsync();
        await Page.WaitForURLAsync(url => url.Contains("code=", StringComparison.Ordinal) && url.Contains("iss=", StringComparison.Ordinal));
        await Page.GotoAsync(Demo.AuthHub + "/account/apps");
        await SeeAsync("Holiday photos");
        await CheckAccessibilityAsync();
    }

    [Fact]
    public async Task A_forged_answer_gives_the_helpdesk_a_plain_page_with_a_way_back()
    {
        var answer = await Page.GotoAsync(Demo.Helpdesk + "/signin-authhub?code=forged&state=forged");
        Assert.InRange(answer!.Status, 400, 499);
        await Assertions.Expect(Link("Back to the helpdesk")).ToBeVisibleAsync();
    }
}
