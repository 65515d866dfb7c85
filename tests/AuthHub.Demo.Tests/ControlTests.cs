using System.Net;
using AuthHub.Methods.Totp;

namespace AuthHub.Demo.Tests;

/// <summary>The demo control's answers to what cannot be meant, and its clock.</summary>
public sealed class ControlTests(ControlTests.Running demo) : IClassFixture<ControlTests.Running>
{
    private const string Key = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP";

    [Theory]
    [InlineData("/outbox?kind=fax", "sms, mail, voice, whatsapp, push")]
    [InlineData("/outbox?kind=sms,fax", "sms, mail, voice, whatsapp, push")]
    public async Task An_unknown_kind_of_message_is_refused_with_the_known_ones(string address, string named)
    {
        var (status, body) = await demo.Process.SendAsync(HttpMethod.Get, address);

        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.Contains(named, body!.ToJsonString(), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, (await demo.Process.SendAsync(HttpMethod.Get, "/outbox?kind=SMS,mail")).Status);
    }

    [Fact]
    public async Task Members_of_a_person_that_nobody_knows_are_refused_by_name()
    {
        var (status, body) = await demo.Process.SendAsync(HttpMethod.Post, "/people", new object[]
        {
            new { username = "right.one", Password = "blue bicycle" },
            new { username = "wrong.one", passwrod = "x", authenticators = new object[] { new { method = "totp", secret = Key, number = "+37120000001" } } },
        });

        Assert.Equal(HttpStatusCode.BadRequest, status);
        var reasons = body!["reasons"]!.AsArray().Select(reason => reason!.GetValue<string>()).ToArray();
        Assert.Equal(2, reasons.Length);
        Assert.Contains(reasons, reason => reason.StartsWith("[1]: passwrod is not known", StringComparison.Ordinal));
        Assert.Contains(reasons, reason => reason.Contains("number is not known", StringComparison.Ordinal));
        Assert.Equal(HttpStatusCode.Created, (await demo.Process.SendAsync(HttpMethod.Post, "/people", new { username = "right.one", Password = "blue bicycle" })).Status);
    }

    [Fact]
    public async Task KEY_01_The_signing_keys_rotate_on_demand()
    {
        var (status, first) = await demo.Process.SendAsync(HttpMethod.Post, "/keys/rotate");
        var (_, second) = await demo.Process.SendAsync(HttpMethod.Post, "/keys/rotate");

        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Equal(5, first!["rotated"]!.GetValue<int>());
        string[] Kids(System.Text.Json.Nodes.JsonNode? answer) => [.. answer!["current"]!.AsArray().Select(key => key!["kid"]!.GetValue<string>())];
        Assert.Equal(5, Kids(first).Length);
        Assert.Empty(Kids(first).Intersect(Kids(second)));
    }

    [Theory]
    [InlineData("medium", HttpStatusCode.Created)]
    [InlineData("basic totp sms webauthn", HttpStatusCode.Created)]
    [InlineData("high", HttpStatusCode.BadRequest)]
    [InlineData("medium fax", HttpStatusCode.BadRequest)]
    [InlineData("password", HttpStatusCode.BadRequest)]
    public async Task A_demand_names_levels_and_methods(string demand, HttpStatusCode expected)
    {
        var (status, body) = await demo.Process.SendAsync(HttpMethod.Post, "/clients", new { client_name = "Demanding", redirect_uris = new[] { "https://demanding.example/cb" }, demand });

        Assert.True(status == expected, body?.ToJsonString());
        Assert.True(status == HttpStatusCode.Created || body!.ToJsonString().Contains("basic, medium", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("https://api.example/", HttpStatusCode.Created)]
    [InlineData("urn:example:api", HttpStatusCode.Created)]
    [InlineData("https://api.example/#part", HttpStatusCode.BadRequest)]
    [InlineData("api", HttpStatusCode.BadRequest)]
    [InlineData(null, HttpStatusCode.BadRequest)]
    public async Task A_resource_is_an_absolute_address_with_scopes(string? indicator, HttpStatusCode expected)
    {
        var (status, body) = await demo.Process.SendAsync(HttpMethod.Post, "/resources", new { indicator, scopes = new[] { "read", "write" } });

        Assert.True(status == expected, body?.ToJsonString());
        Assert.Equal(expected == HttpStatusCode.Created ? "read" : null, body!["scopes"]?[0]!.GetValue<string>());
    }

    [Fact]
    public async Task A_resource_without_sense_is_refused_by_name()
    {
        var (status, body) = await demo.Process.SendAsync(HttpMethod.Post, "/resources", new { indicator = "https://api.example/", scopes = new[] { "openid" }, scope = "read" });

        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.Contains("scope is not known", body!.ToJsonString(), StringComparison.Ordinal);
        Assert.Contains("none of OpenID Connect", body.ToJsonString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Codes_can_be_used_again_in_a_time_that_comes_again()
    {
        const string Password = "blue bicycle under the stairs";
        await demo.Process.SendAsync(HttpMethod.Post, "/people", new { username = "back.in.time", password = Password, authenticators = new object[] { new { method = "totp", secret = Key } } });
        foreach (var (method, body) in new (HttpMethod, object?)[] { (HttpMethod.Put, new { advance = "PT2H" }), (HttpMethod.Delete, null), (HttpMethod.Put, new { advance = "PT2H" }), (HttpMethod.Put, new { advance = "-PT1H" }) })
        {
            await demo.Process.SendAsync(method, "/clock", body);
            await SignInAsync("back.in.time", Password);
        }

        await demo.Process.SendAsync(HttpMethod.Delete, "/clock");
    }

    private async Task SignInAsync(string username, string password)
    {
        using var browser = new HttpClient(new SocketsHttpHandler { CookieContainer = new CookieContainer() });
        var page = await browser.GetAsync(demo.Process.AuthHub + "/account");
        foreach (var (name, value) in new[] { ("username", username), ("password", password), ("code", "") })
        {
            var now = DateTimeOffset.Parse((await demo.Process.SendAsync(HttpMethod.Get, "/clock")).Body!["now"]!.GetValue<string>(), System.Globalization.CultureInfo.InvariantCulture);
            var text = value.Length > 0 ? value : TotpCode.Of(Base32.Decode(Key)!, TotpCode.StepOf(now));
            var html = await page.Content.ReadAsStringAsync();
            var token = System.Text.RegularExpressions.Regex.Match(html, "name=\"__RequestVerificationToken\"[^>]*value=\"([^\"]+)\"").Groups[1].Value;
            using var form = new FormUrlEncodedContent([new(name, text), new("__RequestVerificationToken", token)]);
            page = await browser.PostAsync(page.RequestMessage!.RequestUri, form);
        }

        Assert.True(page.IsSuccessStatusCode && page.RequestMessage!.RequestUri!.AbsolutePath.StartsWith("/account", StringComparison.Ordinal), await page.Content.ReadAsStringAsync());
    }

    /// <summary>One demo for all these tests.</summary>
    public sealed class Running : IAsyncLifetime
    {
        private readonly DemoFolder folder = new();

        public DemoProcess Process { get; private set; } = null!;

        public async ValueTask InitializeAsync()
        {
            Process = new DemoProcess(folder.Data);
            await Process.UntilReadyAsync();
        }

        public async ValueTask DisposeAsync()
        {
            await Process.DisposeAsync();
            folder.Dispose();
        }
    }
}
