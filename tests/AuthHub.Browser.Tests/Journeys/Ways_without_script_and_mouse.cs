using AuthHub.Browser.Tests.Support;
using Microsoft.Playwright;

namespace AuthHub.Browser.Tests.Journeys;

/// <summary>S-016: password, app code and text message work with script switched off.</summary>
public sealed class Ways_without_script(RunningDemo demo, Chromium chromium) : BrowserTest(demo, chromium)
{
    private const string Password = "mežā aug daudz baravikas 3";
    private const string Secret = "KRSXG5CTMVRXEZLUKRSXG5CTMVRXEZLU";

    protected override BrowserNewContextOptions Options => new() { JavaScriptEnabled = false, ViewportSize = new ViewportSize { Width = 320, Height = 800 } };

    [Fact]
    public async Task Password_and_app_code_without_script()
    {
        var name = "noscript" + Guid.CreateVersion7().ToString("N")[20..];
        await Demo.AddPersonAsync(new { username = name, password = Password, displayName = "No Script", authenticators = new object[] { new { method = "totp", secret = Secret } } });
        await LogInAsync();
        await GiveUsernameAsync(name);
        await GivePasswordAsync(Password);
        await GiveCodeAsync(new AuthenticatorApp(Secret).CodeAt(await Demo.NowAsync()));
        await SeeAsync("No Script");
    }

    [Fact]
    public async Task Text_message_set_up_and_sign_in_without_script()
    {
        var name = "noscript" + Guid.CreateVersion7().ToString("N")[20..];
        var number = "+37126" + System.Security.Cryptography.RandomNumberGenerator.GetInt32(100_000, 999_999);
        await Demo.AddPersonAsync(new { username = name, password = Password, displayName = "Phone Only", roles = new[] { "employee" } });
        await LogInAsync();
        await GiveUsernameAsync(name);
        await GivePasswordAsync(Password);
        await Button("Mobile phone + SMS").ClickAsync();
        await Field("Mobile phone number").FillAsync("0470 12 34 56");
        await Page.GetByRole(AriaRole.Button, new() { Name = "Add", Exact = true }).ClickAsync();
        await SeeAsync("plus sign");
        await Field("Mobile phone number").FillAsync(number[..4] + " " + number[4..]);
        await Page.GetByRole(AriaRole.Button, new() { Name = "Add", Exact = true }).ClickAsync();
        var challenge = System.Text.RegularExpressions.Regex.Match(await Demo.MessageAsync("sms", number), "[A-Z0-9]{4}-[A-Z0-9]{4}").Value;
        await Field("Text message challenge code").FillAsync("AAAA-AAAA");
        await Button("Finalise").ClickAsync();
        await SeeAsync("not right");
        await Field("Text message challenge code").FillAsync(challenge.ToLowerInvariant());
        await Button("Finalise").ClickAsync();
        await SeeAsync("Phone Only");
    }
}

/// <summary>S-015: everything by keyboard alone.</summary>
public sealed class Ways_without_mouse(RunningDemo demo, Chromium chromium) : BrowserTest(demo, chromium)
{
    [Fact]
    public async Task Password_and_app_code_by_keyboard_only()
    {
        const string secret = "KRSXG5CTMVRXEZLUKRSXG5CTMVRXEZLU";
        const string password = "mežā aug daudz baravikas 3";
        var name = "keys" + Guid.CreateVersion7().ToString("N")[20..];
        await Demo.AddPersonAsync(new { username = name, password, displayName = "Only Keys", authenticators = new object[] { new { method = "totp", secret } } });
        await Page.GotoAsync(Demo.Helpdesk);
        for (var i = 0; i < 10 && await FocusedAsync() is var focused && !focused.Contains("Log in with AuthHub", StringComparison.Ordinal); i++)
        {
            await Page.Keyboard.PressAsync("Tab");
        }

        await Page.Keyboard.PressAsync("Enter");
        await SeeHeadingAsync("Welcome to AuthHub!");
        await Page.Keyboard.TypeAsync(name);
        await Page.Keyboard.PressAsync("Enter");
        await SeeAsync("Not you?");
        await Page.Keyboard.TypeAsync(password);
        await Page.Keyboard.PressAsync("Enter");
        await SeeAsync("Authentication code");
        await Page.Keyboard.TypeAsync(new AuthenticatorApp(secret).CodeAt(await Demo.NowAsync()));
        await Page.Keyboard.PressAsync("Enter");
        await SeeAsync("Only Keys");
    }

    private Task<string> FocusedAsync() => Page.EvaluateAsync<string>("document.activeElement === document.body ? '' : document.activeElement?.innerText ?? ''");
}
