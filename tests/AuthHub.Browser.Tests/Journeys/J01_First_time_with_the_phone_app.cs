using AuthHub.Browser.Tests.Support;

namespace AuthHub.Browser.Tests.Journeys;

/// <summary>J-01 with a local password: Kristīne, who has no second factor, sets one up inside the login.</summary>
public sealed class J01_First_time_with_the_phone_app(RunningDemo demo, Chromium chromium) : BrowserTest(demo, chromium)
{
    private const string Password = "zilonis peld pa Gauju 7";

    [Fact]
    public async Task Kristine_sets_up_an_app_inside_the_login_and_arrives_under_her_own_name()
    {
        var name = "kristine.kalnina." + Guid.CreateVersion7().ToString("N")[20..];
        await Demo.AddPersonAsync(new { username = name, email = name + "@smiltene.test", password = Password, displayName = "Kristīne Kalniņa", roles = new[] { "employee" } });

        await LogInAsync();
        await SeeHeadingAsync("Welcome to AuthHub!");
        await CheckAccessibilityAsync();
        await GiveUsernameAsync("  " + name.ToUpperInvariant() + " ");

        await SeeAsync("KK");
        await Microsoft.Playwright.Assertions.Expect(Link("Not you?")).ToBeVisibleAsync();
        await Microsoft.Playwright.Assertions.Expect(Page.Locator("input[type=password]")).ToHaveAttributeAsync("required", "");
        await CheckAccessibilityAsync();
        await GivePasswordAsync(Password);

        await Microsoft.Playwright.Assertions.Expect(Button("WebAuthn device")).ToBeVisibleAsync();
        await Microsoft.Playwright.Assertions.Expect(Button("TOTP device")).ToBeVisibleAsync();
        await CheckAccessibilityAsync();
        await Button("TOTP device").ClickAsync();

        await SeeAsync("Scan QR Code");
        await CheckAccessibilityAsync();
        var uri = await ScanAsync(Page.Locator(".qr"));
        Assert.Contains("issuer=AuthHub&", uri, StringComparison.Ordinal);
        var app = AuthenticatorApp.FromQr(uri);
        var typed = new AuthenticatorApp(await Page.Locator(".key-groups code").InnerTextAsync());
        var now = await Demo.NowAsync();
        Assert.Equal(app.CodeAt(now), typed.CodeAt(now));

        // A reload keeps the key that was scanned (S-037); a wrong code keeps the page (S-038).
        await Page.ReloadAsync();
        Assert.Equal(uri, await ScanAsync(Page.Locator(".qr")));
        await GiveCodeAsync("000000");
        Assert.Equal(uri, await ScanAsync(Page.Locator(".qr")));
        await GiveCodeAsync(app.CodeAt(await Demo.NowAsync()));

        await Page.WaitForURLAsync(Demo.Helpdesk + "/**");
        await SeeAsync("Kristīne Kalniņa");
        await SeeAsync("medium");

        await Link("New ticket").Or(Link("File a ticket")).First.ClickAsync();
        await Field("Title").FillAsync("Printeris nedrukā");
        await Field("Description").FillAsync("Otrajā stāvā.");
        await Button("File ticket").ClickAsync();
        await SeeAsync("Printeris nedrukā");
        await SeeAsync("Kristīne Kalniņa");
        Assert.Equal(1, await Demo.CountMessagesAsync("mail", name + "@smiltene.test"));
    }
}
