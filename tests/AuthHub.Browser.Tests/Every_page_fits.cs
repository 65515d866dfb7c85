using System.Text.Json.Nodes;
using AuthHub.Browser.Tests.Support;
using Microsoft.Playwright;

namespace AuthHub.Browser.Tests;

/// <summary>Every page at desktop and phone width, light and dark: no sideways scrolling, no accessibility violation. Leaves pictures in <c>artifacts/screenshots</c>.</summary>
public abstract class Every_page_fits(RunningDemo demo, Chromium chromium, int width, ColorScheme scheme) : BrowserTest(demo, chromium)
{
    private const string Password = "divi stārķi uz torņa 5";
    private const string Secret = "MFRGGZDFMZTWQ2LKMFRGGZDFMZTWQ2LK";
    private const string AppSecret = "a secret of an app that nobody guesses";

    protected override BrowserNewContextOptions Options => new() { ViewportSize = new ViewportSize { Width = width, Height = 800 }, ColorScheme = scheme, Locale = "en-GB" };

    [Fact]
    public async Task From_the_first_page_to_the_console()
    {
        ExpectedInConsole.Add("404");
        var app = new AuthenticatorApp(Secret);
        var name = "look" + Guid.CreateVersion7().ToString("N")[20..];
        await Demo.AddPersonAsync(new { username = name, email = name + "@smiltene.test", password = Password, displayName = "Zaiga Siliņa", roles = new[] { "employee" } });
        await LogInAsync();
        await LookAsync("1-username");
        await GiveUsernameAsync(name);
        await LookAsync("2-password");
        await GivePasswordAsync("wrong");
        await LookAsync("2-password-wrong");
        await GivePasswordAsync(Password);
        await LookAsync("3-choose-set-up");
        await Button("WebAuthn device").ClickAsync();
        await LookAsync("4-set-up-key");
        await Button("Another way").ClickAsync();
        await Button("Mobile phone + SMS").ClickAsync();
        await LookAsync("4-set-up-sms");
        await Button("Another way").ClickAsync();
        await Button("TOTP device").ClickAsync();
        await LookAsync("4-set-up-app");
        var own = AuthenticatorApp.FromQr(await ScanAsync(Page.Locator(".qr")));
        await GiveCodeAsync(own.CodeAt(await Demo.NowAsync()));
        await SeeAsync("Zaiga Siliņa");
        await LookAsync("5-helpdesk");

        foreach (var page in new[] { "", "/authenticators", "/password", "/sessions", "/apps" })
        {
            await Page.GotoAsync(Demo.AuthHub + "/account" + page);
            await LookAsync("6-account" + page.Replace('/', '-'));
        }

        await Page.GotoAsync(Demo.AuthHub + "/nothing-here");
        await LookAsync("7-not-found");
        await Page.GotoAsync(Demo.Control);
        await LookAsync("8-tour");
        await Page.GotoAsync(Demo.Control + "/outbox");
        await LookAsync("8-outbox");

        var boss = "boss" + Guid.CreateVersion7().ToString("N")[20..];
        await Demo.AddPersonAsync(new { username = boss, password = Password, displayName = "Ilze Administratore", roles = new[] { "administrator" }, authenticators = new object[] { new { method = "totp", secret = Secret } } });
        await Page.Context.ClearCookiesAsync();
        await Page.GotoAsync(Demo.AuthHub + "/admin/people?q=" + name);
        await GiveUsernameAsync(boss);
        await GivePasswordAsync(Password);
        await LookAsync("9-verify-app");
        await GiveCodeAsync(app.CodeAt(await Demo.NowAsync()));
        await LookAsync("9-people");
        await Link("Zaiga Siliņa").First.ClickAsync();
        await LookAsync("9-person");
        await Link("Register a security key").First.ClickAsync();
        await LookAsync("9-register-key");
        foreach (var page in new[] { "people/new", "apps", "apps/new", "keys", "tokens", "signouts", "audit" })
        {
            await Page.GotoAsync(Demo.AuthHub + "/admin/" + page);
            await LookAsync("9-" + page.Replace('/', '-'));
        }
    }

    [Fact]
    public async Task Long_names_fit_too()
    {
        var id = Guid.CreateVersion7().ToString("N")[20..];
        var (name, label) = ("Donaudampfschiffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft".PadRight(90, 'a'), "Elektroenzephalographieschlüsselbundstueck");
        var (long1, boss) = ($"{new string('u', 48)}.{id}", "chief" + id);
        var own = new { method = "totp", secret = Secret, label };
        await Demo.AddPersonAsync(new { username = long1, email = long1 + "@" + new string('m', 60) + ".smiltene.test", password = Password, displayName = name, roles = new[] { new string('r', 60) }, authenticators = new object[] { own } });
        await Demo.AddPersonAsync(new { username = boss, password = Password, displayName = name, roles = new[] { "administrator" }, authenticators = new object[] { own } });
        foreach (var (person, pages) in new[]
                 {
                     (long1, new[] { "/account", "/account/authenticators", "/account/sessions" }),
                     (boss, ["/admin/people?q=" + id, "/admin/audit", "/admin/people/new"]),
                 })
        {
            await Page.Context.ClearCookiesAsync();
            await Page.GotoAsync(Demo.AuthHub + pages[0]);
            await GiveUsernameAsync(person);
            await LookAsync("10-long-password");
            await GivePasswordAsync(Password);
            await GiveCodeAsync(new AuthenticatorApp(Secret).CodeAt(await Demo.NowAsync()));
            foreach (var page in pages)
            {
                await Page.GotoAsync(Demo.AuthHub + page);
                await LookAsync("10-long" + page.Split('?')[0].Replace('/', '-'));
            }
        }

        await Page.GotoAsync(Demo.AuthHub + "/admin/people?q=" + long1);
        await Link(name).First.ClickAsync();
        await LookAsync("10-long-person");
        await Link("Remove").First.ClickAsync();
        await LookAsync("10-long-remove");
    }

    [Fact]
    public async Task Answers_on_another_device()
    {
        ExpectedInConsole.Add("410");
        var id = Guid.CreateVersion7().ToString("N")[20..];
        var (name, tv, till) = ("far" + id, "tv" + id, "till" + id);
        await Demo.AddPersonAsync(new { username = name, password = Password, displayName = "Zaiga Siliņa", authenticators = new object[] { new { method = "totp", secret = Secret } } });
        await Demo.AddClientAsync(new { client_id = tv, client_name = "Television in the living room", token_endpoint_auth_method = "none", grant_types = new[] { "urn:ietf:params:oauth:grant-type:device_code" }, scope = "openid profile email" });
        await Demo.AddClientAsync(new { client_id = till, client_secret = AppSecret, client_name = "Till", token_endpoint_auth_method = "client_secret_post", grant_types = new[] { "urn:openid:params:grant-type:ciba" }, backchannel_token_delivery_mode = "poll", scope = "openid profile email" });
        var device = await AskAsync("/connect/device", ("client_id", tv), ("scope", "openid profile email"));
        await Page.GotoAsync(device["verification_uri_complete"]!.GetValue<string>());
        await LookAsync("11-device-code");
        await Page.GetByLabel("Code on your device").FillAsync("BBBB-BBBB");
        await Button("Continue").ClickAsync();
        await LookAsync("11-device-wrong");
        await Page.GetByLabel("Code on your device").FillAsync(device["user_code"]!.GetValue<string>());
        await Button("Continue").ClickAsync();
        await GiveUsernameAsync(name);
        await GivePasswordAsync(Password);
        await GiveCodeAsync(new AuthenticatorApp(Secret).CodeAt(await Demo.NowAsync()));
        await LookAsync("11-device-confirm");
        var question = Page.Url;
        await Button("Allow").ClickAsync();
        await LookAsync("11-device-done");
        await Page.GotoAsync(question);
        await LookAsync("11-device-gone");

        await Page.GotoAsync(Demo.AuthHub + "/account/requests");
        await LookAsync("11-requests-none");
        await AskAsync("/connect/backchannel", ("client_id", till), ("client_secret", AppSecret), ("scope", "openid profile email"), ("login_hint", name), ("binding_message", new string('W', 64)));
        await AskAsync("/connect/backchannel", ("client_id", till), ("client_secret", AppSecret), ("scope", "openid"), ("login_hint", name), ("binding_message", "Pay 12,50 € at till 7"));
        await Page.GotoAsync(Demo.AuthHub + "/account/requests");
        await LookAsync("11-requests");
        await Page.GetByRole(AriaRole.Button, new() { Name = "Allow" }).First.ClickAsync();
        await LookAsync("11-request-allowed");
    }

    private async Task<JsonNode> AskAsync(string path, params (string Name, string Value)[] fields)
    {
        using var http = new HttpClient { BaseAddress = new Uri(Demo.AuthHub) };
        using var answer = await http.PostAsync(path, new FormUrlEncodedContent(fields.Select(field => KeyValuePair.Create(field.Name, field.Value))));
        var text = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.IsSuccessStatusCode, text);
        return JsonNode.Parse(text)!;
    }

    private async Task LookAsync(string name)
    {
        await Page.WaitForLoadStateAsync(LoadState.NetworkIdle);
        var folder = Path.Combine(Repository.Root, "artifacts", "screenshots");
        Directory.CreateDirectory(folder);
        await Page.ScreenshotAsync(new() { Path = Path.Combine(folder, $"{name}-{width}-{scheme.ToString().ToLowerInvariant()}.png"), FullPage = true });
        var overhang = await Page.EvaluateAsync<int>("document.documentElement.scrollWidth - document.documentElement.clientWidth");
        Assert.True(overhang <= 0, $"{Page.Url} is {overhang} px wider than {width} px");
        await CheckAccessibilityAsync();
    }
}

public sealed class Every_page_fits_a_desk(RunningDemo demo, Chromium chromium) : Every_page_fits(demo, chromium, 1280, ColorScheme.Light);

public sealed class Every_page_fits_a_phone(RunningDemo demo, Chromium chromium) : Every_page_fits(demo, chromium, 320, ColorScheme.Light);

public sealed class Every_page_fits_the_night(RunningDemo demo, Chromium chromium) : Every_page_fits(demo, chromium, 1280, ColorScheme.Dark);
