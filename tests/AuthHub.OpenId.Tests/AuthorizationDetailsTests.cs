using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using AuthHub.OpenId.Clients;
using AuthHub.OpenId.Consents;
using AuthHub.OpenId.Details;
using AuthHub.OpenId.Resources;
using AuthHub.OpenId.Tests.Hosting;
using Microsoft.Extensions.DependencyInjection;

namespace AuthHub.OpenId.Tests;

/// <summary>What scopes cannot say, asked for in plain words (RFC 9396).</summary>
public sealed class AuthorizationDetailsTests(ProviderHost host) : IClassFixture<ProviderHost>, IAsyncLifetime
{
    private const string Address = "https://rp.example/cb";

    private const string Good = """{ "type": "payment", "amount": { "currency": "EUR", "value": "12.50" }, "creditor": "Māja SIA", "urgent": true, "notes": [{ "text": "rent" }] }""";

    private const string Look = """{ "type": "look" }""";

    private static readonly TestKey Signer = new("e1");

    public async ValueTask InitializeAsync()
    {
        if (await host.Services.GetRequiredService<ClientCatalog>().FindAsync("payer", CancellationToken.None) is null)
        {
            await host.RegisterAsync($$"""
                { "client_id": "payer", "client_secret": "{{ProviderHost.Secret}}", "first_party": true, "redirect_uris": ["{{Address}}"], "jwks": {{TestKey.Jwks(Signer)}},
                  "grant_types": ["authorization_code", "refresh_token", "client_credentials"], "authorization_details_types": ["payment", "look"] }
                """);
            await host.RegisterAsync($$"""{ "client_id": "looker", "client_secret": "{{ProviderHost.Secret}}", "first_party": true, "redirect_uris": ["{{Address}}"], "authorization_details_types": ["look"] }""");
        }
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task A_person_is_asked_in_plain_words_and_sees_all_of_it()
    {
        var asked = await AuthorizeAsync($"[{Good}]");

        // Also for an app of the house: it is this payment, not the app, that she agrees to.
        Assert.StartsWith("/consent?request=", asked.Location);
        await host.InScopeAsync<ConsentRequests>(async consents =>
        {
            var question = await consents.DescribeAsync(asked.Location!["/consent?request=".Length..], CancellationToken.None);
            var detail = Assert.Single(question!.Details);
            Assert.Equal("Pay 12.50 EUR to Māja SIA", detail.Sentence);
            Assert.Equal([new("urgent", "True"), new("notes.text", "rent")], detail.Members);
        });
    }

    [Fact]
    public async Task What_she_agreed_to_is_in_every_answer()
    {
        var tokens = await TokensAsync($"[{Good}, {Look}]");

        foreach (var told in new[]
        {
            tokens.Json, Stories.Part(tokens["access_token"], 1),
            (await host.PostAsync("/connect/introspect", tokens["access_token"], "payer")).Json, (await host.PostAsync("/connect/introspect", tokens["refresh_token"], "payer")).Json,
            (await RefreshAsync(tokens["refresh_token"])).Json,
        })
        {
            Assert.True(JsonElement.DeepEquals(JsonElement.Parse($"[{Good}, {Look}]"), told.GetProperty("authorization_details")));
        }
    }

    [Fact]
    public async Task A_token_request_may_ask_for_less()
    {
        var exchange = await ExchangeAsync($"[{Good}, {Look}]");
        exchange.Form["authorization_details"] = $"[{Look}]";
        var tokens = await exchange.SendAsync();

        Assert.True(JsonElement.DeepEquals(JsonElement.Parse($"[{Look}]"), tokens.Json.GetProperty("authorization_details")));
        Assert.Equal(2, (await RefreshAsync(tokens["refresh_token"])).Json.GetProperty("authorization_details").GetArrayLength());
    }

    [Fact]
    public async Task TOK_18_A_token_request_never_asks_for_more()
    {
        var exchange = await ExchangeAsync($"[{Good}]");
        foreach (var more in new[] { $"[{Good}, {Look}]", $"[{Good.Replace("12.50", "1250", StringComparison.Ordinal)}]", "[]", "nonsense", "[{}]" })
        {
            exchange.Form["authorization_details"] = more;
            (await exchange.SendAsync()).ShouldBeRefusedWith("invalid_authorization_details");
        }

        exchange.Form.Remove("authorization_details");
        var tokens = await exchange.SendAsync();
        (await RefreshAsync(tokens["refresh_token"], $"[{Look}]")).ShouldBeRefusedWith("invalid_authorization_details");

        var without = await ExchangeAsync(null);
        without.Form["authorization_details"] = $"[{Look}]";
        (await without.SendAsync()).ShouldBeRefusedWith("invalid_authorization_details");
    }

    [Fact]
    public async Task CON_03_Each_request_needs_its_own_yes()
    {
        await TokensAsync($"[{Good}]");

        Assert.StartsWith("/consent", (await AuthorizeAsync($"[{Good}]")).Location);
        var silent = await AuthorizeAsync($"[{Good}]", change: r => r["prompt"] = "none");
        Assert.Equal("consent_required", silent.RedirectTo(Address)["error"]);
    }

    [Theory]
    [InlineData("nonsense")]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("[3]")]
    [InlineData("[{}]")]
    [InlineData("""[{ "type": 3 }]""")]
    [InlineData("""[{ "type": "unknown" }]""")]
    [InlineData("""[{ "type": "Look" }]""")]
    [InlineData("""[{ "type": "look", "type": "payment" }]""")]
    [InlineData("""[{ "type": "look", "more": 1 }]""")]
    [InlineData("""[{ "type": "payment", "creditor": "x" }]""")]
    [InlineData("""[{ "type": "payment", "amount": { "currency": "EUR" }, "creditor": "x" }]""")]
    [InlineData("""[{ "type": "payment", "amount": { "currency": "EURO", "value": "1" }, "creditor": "x" }]""")]
    [InlineData("""[{ "type": "payment", "amount": { "currency": "EUR", "value": 1 }, "creditor": "x" }]""")]
    [InlineData("""[{ "type": "payment", "amount": { "currency": "EUR", "value": "1", "more": 1 }, "creditor": "x" }]""")]
    [InlineData("""[{ "type": "payment", "amount": { "currency": "EUR", "value": "1" }, "creditor": "" }]""")]
    [InlineData("""[{ "type": "payment", "amount": { "currency": "EUR", "value": "1" }, "creditor": "a\u202eb" }]""")]
    [InlineData("""[{ "type": "payment", "amount": { "currency": "EUR", "value": "1" }, "creditor": "a\u0000b" }]""")]
    [InlineData("""[{ "type": "payment", "amount": { "currency": "EUR", "value": "1" }, "creditor": "\ud800" }]""")]
    [InlineData("""[{ "type": "payment", "amount": { "currency": "EUR", "value": "1" }, "creditor": "x", "actions": ["steal"] }]""")]
    [InlineData("""[{ "type": "payment", "amount": { "currency": "EUR", "value": "1" }, "creditor": "x", "actions": [] }]""")]
    [InlineData("""[{ "type": "payment", "amount": { "currency": "EUR", "value": "1" }, "creditor": "x", "urgent": "yes" }]""")]
    [InlineData("""[{ "type": "payment", "amount": { "currency": "EUR", "value": "1" }, "creditor": "x", "notes": [{}] }]""")]
    [InlineData("""[{ "type": "payment", "amount": [[[[[[[[1]]]]]]]], "creditor": "x" }]""")]
    [InlineData("""[{"type":"look"},{"type":"look"},{"type":"look"},{"type":"look"},{"type":"look"},{"type":"look"},{"type":"look"},{"type":"look"},{"type":"look"},{"type":"look"},{"type":"look"}]""")]
    public async Task What_does_not_fit_its_type_is_refused_everywhere(string details)
    {
        Assert.Equal("invalid_authorization_details", (await AuthorizeAsync(details)).RedirectTo(Address)["error"]);
        var pushed = new Exchange(host, "/connect/par", "payer");
        foreach (var (name, value) in Asking(details))
        {
            pushed.Form[name] = value;
        }

        (await pushed.SendAsync()).ShouldBeRefusedWith("invalid_authorization_details");
        (await Machine(details).SendAsync()).ShouldBeRefusedWith("invalid_authorization_details");
    }

    [Fact]
    public async Task CON_04_A_type_that_is_not_registered_for_the_client_is_refused()
    {
        Assert.StartsWith("/consent", (await AuthorizeAsync($"[{Look}]", change: r => r["client_id"] = "looker")).Location);
        Assert.Equal("invalid_authorization_details", (await AuthorizeAsync($"[{Good}]", change: r => r["client_id"] = "looker")).RedirectTo(Address)["error"]);
        Assert.Equal("invalid_authorization_details", (await AuthorizeAsync($"[{Look}]", change: r => r["client_id"] = "helpdesk")).RedirectTo(Address)["error"]);
        await Assert.ThrowsAsync<InvalidOperationException>(() => host.RegisterAsync($$"""{ "client_id": "odd", "redirect_uris": ["{{Address}}"], "authorization_details_types": ["unknown"] }"""));
    }

    [Fact]
    public async Task Details_alone_need_no_scope()
    {
        var exchange = await ExchangeAsync($"[{Look}]", request => request.Remove("scope"));
        var tokens = await exchange.SendAsync();

        Assert.Equal(HttpStatusCode.OK, tokens.Status);
        Assert.False(tokens.Json.TryGetProperty("scope", out _) || tokens.Json.TryGetProperty("id_token", out _));
        (await host.UserInfoAsync(tokens["access_token"])).ShouldBeRefusedWith("insufficient_scope", HttpStatusCode.Forbidden);
        Assert.Equal("invalid_scope", (await AuthorizeAsync(null, change: r => r.Remove("scope"))).RedirectTo(Address)["error"]);
    }

    [Fact]
    public async Task Details_alone_may_be_for_a_resource()
    {
        const string Api = "https://payments.example/";
        await host.InScopeAsync<IResources>(resources => resources.SetAsync(new Resource { Indicator = Api, Scopes = ["profile.read", "pay"] }, CancellationToken.None));
        await host.RegisterAsync($$"""{ "client_id": "payee", "client_secret": "{{ProviderHost.Secret}}", "first_party": true, "redirect_uris": ["{{Address}}"], "scope": "openid pay", "authorization_details_types": ["look"] }""");
        void Change(Dictionary<string, string> request)
        {
            request.Remove("scope");
            (request["client_id"], request["resource"]) = ("payee", Api);
        }

        var exchange = await ExchangeAsync($"[{Look}]", Change);
        exchange.BasicId = "payee";
        var tokens = await exchange.SendAsync();

        var access = Stories.Part(tokens["access_token"], 1);
        Assert.Equal((Api, 1), (access.GetProperty("aud").GetString(), access.GetProperty("authorization_details").GetArrayLength()));
        Assert.Equal("invalid_target", (await AuthorizeAsync($"[{Look}]", request => request["resource"] = Api)).RedirectTo(Address)["error"]);
    }

    [Fact]
    public async Task They_may_come_in_a_request_object_and_pushed()
    {
        var now = host.Clock.GetUtcNow().ToUnixTimeSeconds();
        var claims = new JsonObject { ["iss"] = "payer", ["aud"] = ProviderHost.Issuer, ["exp"] = now + 300 };
        foreach (var (name, value) in Asking(null))
        {
            claims[name] = value;
        }

        claims["authorization_details"] = new JsonArray(JsonNode.Parse(Good));
        var pushed = await new Exchange(host, "/connect/par", "payer") { Form = { ["request"] = Signer.Sign(claims) } }.SendAsync();
        var asked = await host.GetAsync("/connect/authorize?client_id=payer&request_uri=" + Uri.EscapeDataString(pushed["request_uri"]), "alice");
        var code = (await host.GetAsync(await host.ConsentAsync(asked, "alice"), "alice")).RedirectTo(Address)["code"];

        Assert.Equal("Māja SIA", (await Redeeming(code).SendAsync()).Json.GetProperty("authorization_details")[0].GetProperty("creditor").GetString());
    }

    [Fact]
    public async Task A_machine_may_have_what_an_operator_registered_and_nobody_who_registered_himself()
    {
        Assert.Equal(1, (await Machine($"[{Look}]").SendAsync()).Json.GetProperty("authorization_details").GetArrayLength());

        await host.InScopeAsync<IClients>(async clients =>
        {
            var client = (await clients.FindAsync("payer", CancellationToken.None))!;
            client.Metadata = client.Metadata with { SelfRegistered = true };
            await clients.ChangeAsync(client, CancellationToken.None);
            (await Machine($"[{Look}]").SendAsync()).ShouldBeRefusedWith("invalid_authorization_details");
            client.Metadata = client.Metadata with { SelfRegistered = false };
            await clients.ChangeAsync(client, CancellationToken.None);
        });
    }

    [Fact]
    public void A_type_without_words_stops_the_start()
    {
        var settings = new OpenIdSettings { Issuer = ProviderHost.Issuer };
        settings.AuthorizationDetails.Add(new DetailType { Type = "silent" });
        settings.AuthorizationDetails.Add(new DetailType { Type = "has space", Words = "x" });

        Assert.Equal(2, settings.Validate(new(settings)).Count());
    }

    [Fact]
    public async Task Discovery_tells_the_types() =>
        Assert.Equal("""["payment","look"]""", (await host.GetAsync("/.well-known/openid-configuration")).Json.GetProperty("authorization_details_types_supported").GetRawText());

    private static Dictionary<string, string> Asking(string? details)
    {
        var request = Stories.AuthorizationRequest();
        request["client_id"] = "payer";
        if (details is not null)
        {
            request["authorization_details"] = details;
        }

        return request;
    }

    private Task<Answer> AuthorizeAsync(string? details, Action<Dictionary<string, string>>? change = null)
    {
        var request = Asking(details);
        change?.Invoke(request);
        return host.AuthorizeAsync(request);
    }

    private async Task<Exchange> ExchangeAsync(string? details, Action<Dictionary<string, string>>? change = null)
    {
        var answer = await AuthorizeAsync(details, change);
        if (details is not null)
        {
            answer = await host.GetAsync(await host.ConsentAsync(answer, "alice"), "alice");
        }

        return Redeeming(answer.RedirectTo(Address)["code"]);
    }

    private Exchange Redeeming(string code) => new(host, "/connect/token", "payer")
    {
        Form = { ["grant_type"] = "authorization_code", ["code"] = code, ["redirect_uri"] = Address, ["code_verifier"] = Stories.Verifier },
    };

    private async Task<Answer> TokensAsync(string details)
    {
        var answer = await (await ExchangeAsync(details)).SendAsync();
        Assert.True(answer.Status == HttpStatusCode.OK, answer.Text);
        return answer;
    }

    private Task<Answer> RefreshAsync(string token, string? details = null)
    {
        var exchange = new Exchange(host, "/connect/token", "payer") { Form = { ["grant_type"] = "refresh_token", ["refresh_token"] = token } };
        if (details is not null)
        {
            exchange.Form["authorization_details"] = details;
        }

        return exchange.SendAsync();
    }

    private Exchange Machine(string details) => new(host, "/connect/token", "payer") { Form = { ["grant_type"] = "client_credentials", ["authorization_details"] = details } };
}
