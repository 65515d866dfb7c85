using System.Net;
using System.Text.Json.Nodes;
using AuthHub.Browser.Tests.Support;

namespace AuthHub.Browser.Tests.Faults;

/// <summary>kill -9 of AuthHub between the steps of a sign-in and of the token exchange: nothing confirmed is lost, nothing is issued twice (FLT-01, FLT-03, TOK-15).</summary>
public sealed class Killed_between_any_two_steps(Chromium chromium, Killed_between_any_two_steps.OwnDemo own) : BrowserTest(own.Demo, chromium), IClassFixture<Killed_between_any_two_steps.OwnDemo>
{
    private const string Password = "divi stārķi uz torņa 5";
    private const string Secret = "MFRGGZDFMZTWQ2LKMFRGGZDFMZTWQ2LK";

    /// <summary>A demo of this class alone, as it gets killed.</summary>
    public sealed class OwnDemo : IAsyncLifetime
    {
        public RunningDemo Demo { get; } = new();

        public ValueTask InitializeAsync() => Demo.InitializeAsync();

        public ValueTask DisposeAsync() => Demo.DisposeAsync();
    }

    [Fact]
    public async Task A_sign_in_goes_on_where_it_was_after_each_kill()
    {
        var name = "killed" + Guid.CreateVersion7().ToString("N")[20..];
        await Demo.AddPersonAsync(new { username = name, password = Password, displayName = "Patient Person", roles = new[] { "employee" } });
        await LogInAsync();

        await KillAndStartAsync("before the identifier");
        await GiveUsernameAsync(name);
        await KillAndStartAsync("before the password");
        await GivePasswordAsync(Password);
        await KillAndStartAsync("between password and choice");
        await Page.ReloadAsync();
        await Button("TOTP device").ClickAsync();
        var scanned = await ScanAsync(Page.Locator(".qr"));
        await KillAndStartAsync("while the QR code is shown");
        await Page.ReloadAsync();
        Assert.Equal(scanned, await ScanAsync(Page.Locator(".qr")));
        var app = AuthenticatorApp.FromQr(scanned);
        await GiveCodeAsync(app.CodeAt(await Demo.NowAsync()));
        await SeeAsync("Patient Person");

        await KillAndStartAsync("after the sign-in");
        await Page.GotoAsync(Demo.AuthHub + "/account");
        await SeeHeadingAsync("My account");
        await SeeAsync("Authenticator app");
    }

    [Fact]
    public async Task A_code_survives_a_kill_and_is_still_good_only_once()
    {
        var (client, code) = await CodeAsync();
        await KillAndStartAsync("between code and tokens");
        Assert.NotNull((await RedeemAsync(client, code))!["access_token"]);
        await KillAndStartAsync("between the two redemptions");
        Assert.Equal("invalid_grant", (await RedeemAsync(client, code))!["error"]!.GetValue<string>());
    }

    [Fact]
    public async Task A_refresh_answer_lost_in_a_kill_is_repeated_with_the_same_token_and_old_ones_stay_dead()
    {
        var (client, code) = await CodeAsync();
        var first = (await RedeemAsync(client, code))!["refresh_token"]!.GetValue<string>();
        var second = (await RefreshAsync(client, first))!["refresh_token"]!.GetValue<string>();
        await KillAndStartAsync("between rotation and the client's reading it");
        Assert.Equal(second, (await RefreshAsync(client, first))!["refresh_token"]!.GetValue<string>());
        var third = (await RefreshAsync(client, second))!["refresh_token"]!.GetValue<string>();

        await KillAndStartAsync("before the theft");
        Assert.Equal("invalid_grant", (await RefreshAsync(client, first))!["error"]!.GetValue<string>());
        Assert.Equal("invalid_grant", (await RefreshAsync(client, third))!["error"]!.GetValue<string>());
    }

    [Fact]
    public async Task Without_its_database_AuthHub_says_so_and_recovers_alone()
    {
        using var http = new HttpClient();
        Demo.KillDatabase();

        var statuses = new List<HttpStatusCode>();
        for (var i = 0; i < 300; i++)
        {
            using var ready = await http.GetAsync(Demo.AuthHub + "/health/ready");
            statuses.Add(ready.StatusCode);
            if (ready.StatusCode == HttpStatusCode.ServiceUnavailable)
            {
                Assert.True(ready.Headers.Contains("Retry-After"));
            }
            else if (statuses.Contains(HttpStatusCode.ServiceUnavailable))
            {
                break;
            }

            using var page = await http.GetAsync(Demo.AuthHub + "/connect/authorize?client_id=helpdesk&response_type=code&redirect_uri=" + Uri.EscapeDataString(Demo.Helpdesk + "/signin-authhub"));
            Assert.NotEqual(HttpStatusCode.InternalServerError, page.StatusCode);
            await Task.Delay(50);
        }

        Assert.Contains(HttpStatusCode.ServiceUnavailable, statuses);
        Assert.Equal(HttpStatusCode.OK, statuses[^1]);
        await LogInAsync();
        await SeeHeadingAsync("Welcome to AuthHub!");
    }

    private async Task KillAndStartAsync(string point)
    {
        TestContext.Current.SendDiagnosticMessage("Killed " + point);
        ExpectedInConsole.Add("net::ERR_CONNECTION_");
        ExpectedInConsole.Add("net::ERR_EMPTY_RESPONSE");
        Demo.Kill();
        await Demo.StartAsync();
    }

    private async Task<(JsonNode Client, string Code)> CodeAsync()
    {
        ExpectedInConsole.Add("404");
        var name = "token" + Guid.CreateVersion7().ToString("N")[20..];
        await Demo.AddPersonAsync(new { username = name, password = Password, displayName = "Token Person", authenticators = new object[] { new { method = "totp", secret = Secret } } });
        var client = await Demo.AddClientAsync(new { client_name = "Exchange", first_party = true, require_pkce = false, redirect_uris = new[] { Demo.Control + "/callback" } });
        await Page.GotoAsync($"{Demo.AuthHub}/connect/authorize?response_type=code&scope=openid%20offline_access&prompt=consent&client_id={client["client_id"]}&redirect_uri={Uri.EscapeDataString(Demo.Control + "/callback")}");
        await GiveUsernameAsync(name);
        await GivePasswordAsync(Password);
        await GiveCodeAsync(new AuthenticatorApp(Secret).CodeAt(await Demo.NowAsync()));
        await Button("Allow").ClickAsync();
        await Page.WaitForURLAsync(url => url.Contains("code=", StringComparison.Ordinal));
        return (client, System.Web.HttpUtility.ParseQueryString(new Uri(Page.Url).Query)["code"]!);
    }

    private Task<JsonNode?> RedeemAsync(JsonNode client, string code) =>
        TokenAsync(client, new() { ["grant_type"] = "authorization_code", ["code"] = code, ["redirect_uri"] = Demo.Control + "/callback" });

    private Task<JsonNode?> RefreshAsync(JsonNode client, string token) =>
        TokenAsync(client, new() { ["grant_type"] = "refresh_token", ["refresh_token"] = token });

    private async Task<JsonNode?> TokenAsync(JsonNode client, Dictionary<string, string> form)
    {
        using var http = new HttpClient();
        var credentials = $"{Uri.EscapeDataString(client["client_id"]!.GetValue<string>())}:{Uri.EscapeDataString(client["client_secret"]!.GetValue<string>())}";
        http.DefaultRequestHeaders.Authorization = new("Basic", Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes(credentials)));
        using var answer = await http.PostAsync(Demo.AuthHub + "/connect/token", new FormUrlEncodedContent(form));
        return JsonNode.Parse(await answer.Content.ReadAsStringAsync());
    }
}
