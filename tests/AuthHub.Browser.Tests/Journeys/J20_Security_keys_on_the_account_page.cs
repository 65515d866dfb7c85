using AuthHub.Browser.Tests.Support;
using Microsoft.Playwright;

namespace AuthHub.Browser.Tests.Journeys;

/// <summary>J-20 steps 1, 2, 5 and 6: security key and trusted platform from the account page, then at sign-in.</summary>
public sealed class J20_Security_keys_on_the_account_page(RunningDemo demo, Chromium chromium) : BrowserTest(demo, chromium)
{
    private const string Password = "divi stārķi uz torņa 5";
    private const string Secret = "MFRGGZDFMZTWQ2LKMFRGGZDFMZTWQ2LK";

    [Fact]
    public async Task Janis_adds_a_key_and_his_own_computer_and_signs_in_with_both()
    {
        var name = "janis" + Guid.CreateVersion7().ToString("N")[20..];
        var app = new AuthenticatorApp(Secret);
        await Demo.AddPersonAsync(new { username = name, email = name + "@post.test", password = Password, displayName = "Jānis Bērziņš", authenticators = new object[] { new { method = "totp", secret = Secret } } });
        await Page.GotoAsync(Demo.AuthHub + "/account");
        await GiveUsernameAsync(name);
        await GivePasswordAsync(Password);
        await GiveCodeAsync(app.CodeAt(await Demo.NowAsync()));
        await SeeHeadingAsync("My account");
        await CheckAccessibilityAsync();

        // A stronger, fresh proof is asked for once the last one is ten minutes old.
        await Demo.AdvanceAsync("PT11M");
        await Link("Manage my Security Keys and Trusted Platforms").First.ClickAsync();
        await Link("Add a Security Key").First.ClickAsync();
        await GiveCodeAsync(app.CodeAt(await Demo.NowAsync()));

        var key = await PlugInAsync();
        await Field("Device name").FillAsync("My blue key");
        await CheckAccessibilityAsync();
        await Button("Add a security key").ClickAsync();
        await SeeAsync("A security key has been added");
        await SeeAsync("My blue key");
        await key.RemoveAsync();

        var platform = await PlugInAsync(isBuiltIn: true);
        await Page.GotoAsync(Demo.AuthHub + "/account/authenticators");
        await CheckAccessibilityAsync();
        await Link("Add a Trusted Platform").First.ClickAsync();
        await Field("Device name").FillAsync("Work laptop");
        await Button("Add a trusted platform").ClickAsync();
        await SeeAsync("This device has been added as a trusted platform");
        await SeeAsync("Work laptop");
        Assert.Equal(2, await Demo.CountMessagesAsync("mail", name + "@post.test"));

        await Page.Context.ClearCookiesAsync();
        await Page.GotoAsync(Demo.AuthHub + "/account");
        await GiveUsernameAsync(name);
        await GivePasswordAsync(Password);
        if (!await Button("Work laptop").IsVisibleAsync())
        {
            await Button("Another way").ClickAsync();
            await Button("Security key or trusted platform").ClickAsync();
        }

        await SeeAsync("My blue key");
        await SeeAsync("Touch the key");
        await SeeAsync("PIN, fingerprint or face");

        // The fingerprint fails, the person stays on the list and may try again (S-252).
        await platform.SetUserVerifiedAsync(false);
        await Button("Work laptop").ClickAsync();
        await Assertions.Expect(Page.GetByRole(AriaRole.Alert).Filter(new() { Visible = true })).ToBeVisibleAsync();
        await platform.SetUserVerifiedAsync(true);
        await Button("Work laptop").ClickAsync();
        await SeeHeadingAsync("My account");

        await Page.GotoAsync(Demo.AuthHub + "/account/authenticators");
        await Page.GetByRole(AriaRole.Listitem).Filter(new() { HasText = "My blue key" }).GetByRole(AriaRole.Link, new() { Name = "Remove" }).ClickAsync();
        await CheckAccessibilityAsync();
        await Button("Remove").ClickAsync();
        await Assertions.Expect(Page.Locator("main")).Not.ToContainTextAsync("My blue key");
    }

    [Fact]
    public async Task An_administrator_registers_a_key_at_the_desk_and_the_person_signs_in_with_it()
    {
        var suffix = Guid.CreateVersion7().ToString("N")[20..];
        var (boss, person) = ("ilze" + suffix, "marta" + suffix);
        var app = new AuthenticatorApp(Secret);
        await Demo.AddPersonAsync(new { username = boss, password = Password, displayName = "Ilze", roles = new[] { "administrator" }, authenticators = new object[] { new { method = "totp", secret = Secret } } });
        await Demo.AddPersonAsync(new { username = person, email = person + "@staff.test", password = Password, displayName = "Marta Kowalska", roles = new[] { "employee" } });

        await Page.GotoAsync(Demo.AuthHub + "/admin/people?q=" + person);
        await GiveUsernameAsync(boss);
        await GivePasswordAsync(Password);
        await GiveCodeAsync(app.CodeAt(await Demo.NowAsync()));
        await CheckAccessibilityAsync();
        await Link("Marta Kowalska").First.ClickAsync();
        await CheckAccessibilityAsync();
        await Link("Register a security key").First.ClickAsync();
        await CheckAccessibilityAsync();

        await PlugInAsync();
        await Field("Device name").FillAsync("Key no. 7");
        await Page.GetByLabel("Serial", new() { Exact = false }).First.FillAsync("SN-0007");
        await Button("Add a security key").ClickAsync();
        await SeeAsync("A security key has been registered for Marta Kowalska");
        await SeeAsync("SN-0007");
        Assert.Equal(1, await Demo.CountMessagesAsync("mail", person + "@staff.test"));

        // The key is in the same USB port of the same computer; only the cookies are another person's.
        await Page.Context.ClearCookiesAsync();
        await LogInAsync();
        await GiveUsernameAsync(person);
        await GivePasswordAsync(Password);
        await Button("Key no. 7").ClickAsync();
        await SeeAsync("Marta Kowalska");
    }
}
