using AuthHub.Browser.Tests.Support;

namespace AuthHub.Browser.Tests.Journeys;

/// <summary>J-08 in English: an installer must use an app, cannot choose anything else, and cannot switch it off.</summary>
public sealed class J08_Installer_is_forced(RunningDemo demo, Chromium chromium) : BrowserTest(demo, chromium)
{
    private const string Password = "zonnepanelen op het dak 9";

    [Fact]
    public async Task Pieter_is_led_into_the_set_up_and_cannot_get_round_it()
    {
        var name = "pieter" + Guid.CreateVersion7().ToString("N")[20..];
        await Demo.AddPersonAsync(new { username = name, email = name + "@portal.test", password = Password, displayName = "Pieter Peeters", roles = new[] { "installer" } });
        await LogInAsync();
        await GiveUsernameAsync(name);
        await GivePasswordAsync(Password);

        await SeeAsync("Google Authenticator");
        await SeeAsync("Microsoft Authenticator");
        await SeeAsync("Twilio Authy");
        await SeeAsync("Windows");
        await SeeAsync("30 seconds");
        await Microsoft.Playwright.Assertions.Expect(Button("Another way")).ToHaveCountAsync(0);

        // No other address gets him in while the set-up is unfinished (S-022).
        var here = Page.Url;
        foreach (var address in new[] { Demo.AuthHub + "/account", Demo.AuthHub + "/account/sessions", Demo.Helpdesk + "/tickets" })
        {
            await Page.GotoAsync(address);
            await Microsoft.Playwright.Assertions.Expect(Page.GetByRole(Microsoft.Playwright.AriaRole.Button, new() { Name = "Log out" })).ToHaveCountAsync(0);
        }

        await Page.GotoAsync(here);
        var app = AuthenticatorApp.FromQr(await ScanAsync(Page.Locator(".qr")));
        await GiveCodeAsync(app.CodeAt(await Demo.NowAsync()));
        await SeeAsync("Pieter Peeters");

        await Button("Log out").ClickAsync();
        await SeeAsync("logged out");
        await Demo.AdvanceAsync("PT30S");
        await LogInAsync();
        await GiveUsernameAsync(name);
        await GivePasswordAsync(Password);
        await Microsoft.Playwright.Assertions.Expect(Page.Locator(".qr")).ToHaveCountAsync(0);

        // The program's clock is four minutes off (S-036).
        await GiveCodeAsync(app.CodeAt(await Demo.NowAsync() - TimeSpan.FromMinutes(4)));
        await SeeAsync("clock");
        await GiveCodeAsync(app.CodeAt(await Demo.NowAsync()));
        await SeeAsync("Pieter Peeters");

        await Page.GotoAsync(Demo.AuthHub + "/account");
        await SeeAsync("Authenticator app");
        await Microsoft.Playwright.Assertions.Expect(Link("Remove")).ToHaveCountAsync(0);
    }
}
