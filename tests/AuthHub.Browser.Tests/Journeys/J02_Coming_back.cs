using AuthHub.Browser.Tests.Support;

namespace AuthHub.Browser.Tests.Journeys;

/// <summary>J-02: wrong answers, "Not you?", a security key, tabs, expiry, limits.</summary>
public sealed class J02_Coming_back(RunningDemo demo, Chromium chromium) : BrowserTest(demo, chromium)
{
    private const string Password = "zilonis peld pa Gauju 7";
    private const string Secret = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP";

    private readonly AuthenticatorApp app = new(Secret);

    [Fact]
    public async Task A_wrong_password_and_an_unknown_name_look_the_same()
    {
        var name = await KristineAsync();
        await LogInAsync();
        await GiveUsernameAsync(name);
        await GivePasswordAsync("not the password");
        var known = await Page.Locator("#password-error").InnerTextAsync();
        Assert.Equal("", await Page.Locator("#password").InputValueAsync());
        await CheckAccessibilityAsync();

        await Link("Not you?").ClickAsync();
        await GiveUsernameAsync("nobody.here");
        await GivePasswordAsync("not the password");
        Assert.Equal(known, await Page.Locator("#password-error").InnerTextAsync());
    }

    [Fact]
    public async Task A_used_code_is_refused_and_the_next_one_taken()
    {
        var name = await KristineAsync();

        // From the beginning of a step, so that the code is still the same after the sign-in.
        await Demo.AdvanceAsync($"PT{30 - ((await Demo.NowAsync()).ToUnixTimeSeconds() % 30)}S");
        await SignInAsync(name);
        var used = app.CodeAt(await Demo.NowAsync());
        await LogOutEverywhereAsync();

        await LogInAsync();
        await GiveUsernameAsync(name);
        await GivePasswordAsync(Password);
        await Microsoft.Playwright.Assertions.Expect(Page.Locator(".qr")).ToHaveCountAsync(0);
        await GiveCodeAsync(used);
        await SeeAsync("used already");
        await Demo.AdvanceAsync("PT30S");
        await GiveCodeAsync(app.CodeAt(await Demo.NowAsync()));
        await SeeAsync("Kristīne Kalniņa");
    }

    [Fact]
    public async Task Logging_in_again_while_signed_in_at_AuthHub_asks_nothing()
    {
        var name = await KristineAsync();
        await SignInAsync(name);
        await Page.Context.ClearCookiesAsync(new() { NameRegex = new System.Text.RegularExpressions.Regex("helpdesk") });
        await LogInAsync();
        await SeeAsync("Kristīne Kalniņa");
    }

    [Fact]
    public async Task Another_person_uses_the_same_computer_with_a_security_key()
    {
        var kristine = await KristineAsync();
        var zaiga = "zaiga" + Guid.CreateVersion7().ToString("N")[20..];
        await Demo.AddPersonAsync(new { username = zaiga, password = Password, displayName = "Zaiga Siliņa", roles = new[] { "employee" } });

        await LogInAsync();
        await GiveUsernameAsync(kristine);
        await Link("Not you?").ClickAsync();
        await GiveUsernameAsync(zaiga);
        await SeeAsync("ZS");
        await GivePasswordAsync(Password);

        await Button("TOTP device").ClickAsync();
        await SeeAsync("Scan QR Code");
        await Page.GoBackAsync();
        await Page.ReloadAsync();
        if (await Button("Another way").IsVisibleAsync())
        {
            await Button("Another way").ClickAsync();
        }

        await PlugInAsync();
        await Button("WebAuthn device").ClickAsync();
        await CheckAccessibilityAsync();
        await Field("Device name").FillAsync("Blue key");
        await Button("Add a security key").ClickAsync();
        await SeeAsync("Zaiga Siliņa");
        await Page.WaitForURLAsync(Demo.Helpdesk + "/**");
        await LogOutEverywhereAsync();

        await LogInAsync();
        await GiveUsernameAsync(zaiga);
        await GivePasswordAsync(Password);
        await CheckAccessibilityAsync();
        await Button("Blue key").ClickAsync();
        await Page.WaitForURLAsync(Demo.Helpdesk + "/**");
        await SeeAsync("Zaiga Siliņa");
    }

    [Fact]
    public async Task Reload_second_tab_and_stale_submit_show_the_current_stage()
    {
        var name = await KristineAsync();
        await LogInAsync();
        await GiveUsernameAsync(name);
        await SeeAsync("Not you?");
        var passwordPage = Page.Url;
        await Page.ReloadAsync();
        await SeeAsync("Not you?");
        var tab = await NewPageAsync();
        await tab.GotoAsync(passwordPage);
        await GivePasswordAsync(Password);
        await SeeAsync("Authentication code");

        await tab.Locator("input[type=password]").FillAsync(Password);
        await tab.GetByRole(Microsoft.Playwright.AriaRole.Button, new() { Name = "Continue" }).ClickAsync();
        await Microsoft.Playwright.Assertions.Expect(tab.GetByLabel("Authentication code")).ToBeVisibleAsync();
        await Microsoft.Playwright.Assertions.Expect(tab.Locator("body")).ToContainTextAsync("out of date");
        await GiveCodeAsync(app.CodeAt(await Demo.NowAsync()));
        await SeeAsync("Kristīne Kalniņa");
    }

    [Fact]
    public async Task After_31_minutes_the_sign_in_has_expired_and_can_be_started_again()
    {
        var name = await KristineAsync();
        await LogInAsync();
        await GiveUsernameAsync(name);
        await GivePasswordAsync(Password);
        await Demo.AdvanceAsync("PT31M");
        await GiveCodeAsync(app.CodeAt(await Demo.NowAsync()));
        await SeeHeadingAsync("Your sign-in has expired");
        await CheckAccessibilityAsync();
        await Microsoft.Playwright.Assertions.Expect(Link("Back to Helpdesk").First).ToBeVisibleAsync();
        await Link("Start again").ClickAsync();
        await SignInFromFirstPageAsync(name);
        await SeeAsync("Kristīne Kalniņa");
    }

    [Fact]
    public async Task Six_wrong_codes_make_her_wait_and_the_right_one_waits_too()
    {
        var name = await KristineAsync();
        await LogInAsync();
        await GiveUsernameAsync(name);
        await GivePasswordAsync(Password);
        for (var i = 0; i < 6; i++)
        {
            await GiveCodeAsync("00000" + i);
        }

        await SeeAsync("Too many tries");
        await GiveCodeAsync(app.CodeAt(await Demo.NowAsync()));
        await SeeAsync("Too many tries");
        await Demo.AdvanceAsync("PT101S");
        await GiveCodeAsync(app.CodeAt(await Demo.NowAsync()));
        await SeeAsync("Kristīne Kalniņa");
    }

    [Fact]
    public async Task Ten_failures_lock_the_app_and_another_factor_unlocks_it()
    {
        var name = await KristineAsync(withPhone: true);
        await LogInAsync();
        await GiveUsernameAsync(name);
        await GivePasswordAsync(Password);
        await Button("TOTP device").ClickAsync();
        for (var i = 0; i < 10; i++)
        {
            await GiveCodeAsync("0000" + i.ToString("D2", System.Globalization.CultureInfo.InvariantCulture));
            if (i == 4)
            {
                await Demo.AdvanceAsync("PT101S");
            }
        }

        await SeeAsync("locked");
        await Demo.AdvanceAsync("PT101S");
        await Page.ReloadAsync();
        await GiveSmsAsync();
        await SeeAsync("Kristīne Kalniņa");
        await LogOutEverywhereAsync();

        await LogInAsync();
        await GiveUsernameAsync(name);
        await GivePasswordAsync(Password);
        await Button("Another way").ClickAsync();
        await Button("TOTP device").ClickAsync();
        await GiveCodeAsync(app.CodeAt(await Demo.NowAsync()));
        await SeeAsync("Kristīne Kalniņa");
    }

    private string number = "";

    private async Task GiveSmsAsync()
    {
        if (await Button("Send message").IsVisibleAsync())
        {
            await Button("Send message").ClickAsync();
        }

        await SeeAsync("SMS text challenge");
        await CheckAccessibilityAsync();
        var code = System.Text.RegularExpressions.Regex.Match(await Demo.MessageAsync("sms", number), "[A-Z0-9]{3}-[A-Z0-9]{3}-[A-Z0-9]{3}").Value;
        var parts = code.Split('-');
        for (var i = 0; i < 3; i++)
        {
            await Page.GetByLabel($"Part {i + 1} of 3").FillAsync(parts[i].ToLowerInvariant());
        }

        await Button("Continue").ClickAsync();
    }

    private async Task<string> KristineAsync(bool withPhone = false)
    {
        var name = "kristine.kalnina." + Guid.CreateVersion7().ToString("N")[20..];
        number = "+3712" + Random7();
        object[] authenticators = withPhone
            ? [new { method = "totp", secret = Secret }, new { method = "sms", number }]
            : [new { method = "totp", secret = Secret }];
        await Demo.AddPersonAsync(new { username = name, email = name + "@smiltene.test", password = Password, displayName = "Kristīne Kalniņa", roles = new[] { "employee" }, authenticators });
        return name;
    }

    private static string Random7() => System.Security.Cryptography.RandomNumberGenerator.GetInt32(1_000_000, 9_999_999).ToString(System.Globalization.CultureInfo.InvariantCulture);

    private async Task SignInAsync(string name)
    {
        await LogInAsync();
        await SignInFromFirstPageAsync(name);
        await SeeAsync("Kristīne Kalniņa");
    }

    private async Task SignInFromFirstPageAsync(string name)
    {
        await GiveUsernameAsync(name);
        await GivePasswordAsync(Password);
        await GiveCodeAsync(app.CodeAt(await Demo.NowAsync()));
    }

    private async Task LogOutEverywhereAsync()
    {
        await Page.GotoAsync(Demo.Helpdesk);
        await Button("Log out").ClickAsync();
        await SeeAsync("logged out");
    }
}
