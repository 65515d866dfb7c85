using System.Net;
using System.Text.Json.Nodes;
using AuthHub.OpenId.Clients;
using AuthHub.OpenId.Consents;
using AuthHub.OpenId.Resources;
using AuthHub.OpenId.Tests.Hosting;
using Microsoft.Extensions.DependencyInjection;

namespace AuthHub.OpenId.Tests;

/// <summary>Tokens for named resources and no others (RFC 8707).</summary>
public sealed class ResourceTests(ProviderHost host) : IClassFixture<ProviderHost>, IAsyncLifetime
{
    private const string Mail = "https://mail.example/api";
    private const string Files = "https://files.example/";
    private const string Closed = "urn:example:closed";
    private const string Address = "https://rp.example/cb";

    private static readonly TestKey Signer = new("e1");

    public async ValueTask InitializeAsync()
    {
        if (await host.Services.GetRequiredService<ClientCatalog>().FindAsync("office", CancellationToken.None) is not null)
        {
            return;
        }

        await host.RegisterAsync($$"""
            { "client_id": "office", "client_secret": "{{ProviderHost.Secret}}", "first_party": true, "redirect_uris": ["{{Address}}"], "jwks": {{TestKey.Jwks(Signer)}},
              "grant_types": ["authorization_code", "refresh_token", "client_credentials"], "scope": "openid profile offline_access read send files.read other" }
            """);
        await host.RegisterAsync(Apps.Machine.Replace("\"machine\"", $"\"mail-server\", \"resource_indicators\": [\"{Mail}\"]", StringComparison.Ordinal));
        await host.RegisterAsync(Apps.Machine.Replace("\"machine\"", $"\"{Files}\"", StringComparison.Ordinal));
        await SetAsync(Mail, "read", "send");
        await SetAsync(Files, "files.read", "read");
        await SetAsync(Closed, "secret");
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task A_token_is_for_the_resource_that_was_asked_for()
    {
        var tokens = await TokensAsync("read send other", [Mail]);

        var access = Stories.Part(tokens["access_token"], 1);
        Assert.Equal(Mail, access.GetProperty("aud").GetString());
        Assert.Equal("read send", access.GetProperty("scope").GetString());
        Assert.Equal("read send", tokens["scope"]);
    }

    [Fact]
    public async Task Several_resources_are_several_audiences_and_a_token_request_narrows_them()
    {
        var exchange = await ExchangeAsync("openid read files.read offline_access", [Mail, Files]);
        exchange.Form["resource"] = Files;

        var tokens = await exchange.SendAsync();
        var all = await RefreshAsync(tokens["refresh_token"]);
        var mail = await RefreshAsync(all["refresh_token"], Mail);

        Assert.Equal((Files, "read files.read"), (Stories.Part(tokens["access_token"], 1).GetProperty("aud").GetString(), tokens["scope"]));
        Assert.True(tokens.Json.TryGetProperty("id_token", out _));
        Assert.Equal([Mail, Files, ProviderHost.Issuer], Stories.Part(all["access_token"], 1).GetProperty("aud").EnumerateArray().Select(a => a.GetString()));
        Assert.Equal("openid read files.read offline_access", all["scope"]);
        Assert.Equal((Mail, "read"), (Stories.Part(mail["access_token"], 1).GetProperty("aud").GetString(), mail["scope"]));
    }

    [Fact]
    public async Task TOK_27_A_token_for_a_resource_is_none_for_userinfo()
    {
        var exchange = await ExchangeAsync("openid read", [Mail]);
        exchange.Form["resource"] = Mail;
        var narrow = (await exchange.SendAsync())["access_token"];
        var wide = (await TokensAsync("openid read", [Mail]))["access_token"];

        (await host.UserInfoAsync(narrow)).ShouldBeRefusedWith("invalid_token", HttpStatusCode.Unauthorized);
        Assert.Equal("alice", (await host.UserInfoAsync(wide))["sub"]);
    }

    [Fact]
    public async Task TOK_23_A_resource_sees_the_tokens_that_are_for_it_alone()
    {
        var mail = (await TokensAsync("read", [Mail]))["access_token"];
        var files = (await TokensAsync("files.read", [Files]))["access_token"];
        var plain = (await TokensAsync("read", []))["access_token"];

        Assert.Equal(["True", "False", "False"], await ActiveAsync("mail-server", mail, files, plain));
        Assert.Equal(["False", "True", "False"], await ActiveAsync(Files, mail, files, plain));
        Assert.Equal(["True", "True", "True"], await ActiveAsync("office", mail, files, plain));
        Assert.Equal(["False", "False", "False"], await ActiveAsync("machine", mail, files, plain));
    }

    [Theory]
    [InlineData("https://unknown.example/")]
    [InlineData("https://mail.example/api/")]
    [InlineData("https://MAIL.example/api")]
    [InlineData("https://mail.example/api#x")]
    [InlineData("/api")]
    [InlineData("nonsense")]
    [InlineData(Closed)]
    [InlineData(ProviderHost.Issuer)]
    public async Task A_resource_that_is_unknown_or_not_for_this_client_is_an_invalid_target(string resource)
    {
        var request = Asking("openid read", [resource]);
        Assert.Equal("invalid_target", (await host.GetAsync("/connect/authorize?" + request, "alice")).RedirectTo(Address)["error"]);

        var machine = Machine();
        machine.Form["resource"] = resource;
        (await machine.SendAsync()).ShouldBeRefusedWith("invalid_target");

        var pushed = new Exchange(host, "/connect/par", "office");
        foreach (var (name, value) in Plain("openid read"))
        {
            pushed.Form[name] = value;
        }

        pushed.Form["resource"] = resource;
        (await pushed.SendAsync()).ShouldBeRefusedWith("invalid_target");
    }

    [Fact]
    public async Task One_good_resource_does_not_carry_a_bad_one()
    {
        Assert.Equal("invalid_target", (await host.GetAsync("/connect/authorize?" + Asking("read", [Mail, "https://unknown.example/"]), "alice")).RedirectTo(Address)["error"]);
        Assert.Equal("invalid_target", (await host.GetAsync("/connect/authorize?" + Asking("read", [.. Enumerable.Range(0, 11).Select(i => "https://many.example/" + i)]), "alice")).RedirectTo(Address)["error"]);
    }

    [Fact]
    public async Task A_resource_of_which_no_scope_is_asked_for_is_an_invalid_target() =>
        Assert.Equal("invalid_target", (await host.GetAsync("/connect/authorize?" + Asking("openid files.read", [Mail]), "alice")).RedirectTo(Address)["error"]);

    [Fact]
    public async Task TOK_18_A_token_request_reaches_no_resource_that_was_not_granted()
    {
        var exchange = await ExchangeAsync("read", [Mail]);
        exchange.Form["resource"] = Files;
        (await exchange.SendAsync()).ShouldBeRefusedWith("invalid_target");

        // The code is not used up by asking wrongly.
        exchange.Form["resource"] = Mail;
        var tokens = await exchange.SendAsync();
        (await RefreshAsync(tokens["refresh_token"], Files)).ShouldBeRefusedWith("invalid_target");
        (await RefreshAsync(tokens["refresh_token"], Mail + " " + Files)).ShouldBeRefusedWith("invalid_target");
        Assert.Equal(HttpStatusCode.OK, (await RefreshAsync(tokens["refresh_token"], Mail)).Status);
    }

    [Fact]
    public async Task TOK_18_Who_named_no_resource_at_first_cannot_name_one_later()
    {
        var exchange = await ExchangeAsync("read send", []);
        exchange.Form["resource"] = Mail;

        (await exchange.SendAsync()).ShouldBeRefusedWith("invalid_target");
    }

    [Fact]
    public async Task TOK_18_Less_scope_leaves_no_token_for_a_resource_without_any()
    {
        var tokens = await TokensAsync("read files.read", [Mail, Files]);

        (await RefreshAsync(tokens["refresh_token"], Mail, "files.read")).ShouldBeRefusedWith("invalid_target");
        (await RefreshAsync(tokens["refresh_token"], Mail, "send")).ShouldBeRefusedWith("invalid_scope");
        Assert.Equal("files.read", (await RefreshAsync(tokens["refresh_token"], Files, "files.read"))["scope"]);
    }

    [Fact]
    public async Task A_resource_that_is_gone_gets_no_more_tokens()
    {
        var gone = "https://gone.example/" + Guid.CreateVersion7();
        await SetAsync(gone, "read");
        var tokens = await TokensAsync("read", [gone]);

        await host.InScopeAsync<IResources>(resources => resources.RemoveAsync(gone, CancellationToken.None));

        (await RefreshAsync(tokens["refresh_token"])).ShouldBeRefusedWith("invalid_target");
    }

    [Fact]
    public async Task A_token_for_a_resource_is_revoked_like_any_other()
    {
        var tokens = await TokensAsync("read", [Mail]);

        Assert.Equal(HttpStatusCode.OK, (await host.PostAsync("/connect/revoke", tokens["access_token"], "office")).Status);

        Assert.Equal(["False"], await ActiveAsync("mail-server", tokens["access_token"]));
        (await RefreshAsync(tokens["refresh_token"])).ShouldBeRefusedWith("invalid_grant");
    }

    [Fact]
    public async Task Two_who_register_a_resource_at_once_make_one()
    {
        const string Both = "https://both.example/";

        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => SetAsync(Both, "read")));

        await host.InScopeAsync<IResources>(async resources => Assert.Single(await resources.AllAsync(CancellationToken.None), resource => resource.Indicator == Both));
    }

    [Fact]
    public async Task A_machine_gets_a_token_for_a_resource()
    {
        var machine = Machine();
        machine.Form["resource"] = Mail;
        var answer = await machine.SendAsync();

        Assert.Equal((Mail, "read send"), (Stories.Part(answer["access_token"], 1).GetProperty("aud").GetString(), answer["scope"]));
        machine.Form["scope"] = "files.read";
        (await machine.SendAsync()).ShouldBeRefusedWith("invalid_target");
    }

    [Fact]
    public async Task A_request_object_names_several_resources_as_an_array()
    {
        var now = host.Clock.GetUtcNow().ToUnixTimeSeconds();
        var claims = new JsonObject { ["iss"] = "office", ["aud"] = ProviderHost.Issuer, ["exp"] = now + 300 };
        foreach (var (name, value) in Plain("read files.read"))
        {
            claims[name] = value;
        }

        async Task<Dictionary<string, string>> AskAsync(JsonNode resource)
        {
            claims["resource"] = resource;
            return (await host.GetAsync("/connect/authorize?client_id=office&request=" + Signer.Sign(claims), "alice")).RedirectTo(Address);
        }

        var code = (await AskAsync(new JsonArray(Mail, Files)))["code"];
        Assert.Equal("invalid_target", (await AskAsync(new JsonArray(Mail, 3)))["error"]);
        Assert.Equal("invalid_target", (await AskAsync(new JsonObject()))["error"]);
        var tokens = await Redeeming(code).SendAsync();
        Assert.Equal(2, Stories.Part(tokens["access_token"], 1).GetProperty("aud").GetArrayLength());
    }

    [Fact]
    public async Task TOK_21_Only_resource_may_come_twice()
    {
        var twice = await host.GetAsync("/connect/authorize?" + Asking("read", [Mail]) + "&acr_values=a&acr_values=b", "alice");

        Assert.Equal("invalid_request", twice.RedirectTo(Address)["error"]);
    }

    [Fact]
    public async Task CON_03_A_yes_is_for_the_resources_that_were_shown()
    {
        host.World.AddPerson("rita");
        host.World.SignIn("rita");
        await host.RegisterAsync($$"""{ "client_id": "asking", "client_secret": "{{ProviderHost.Secret}}", "redirect_uris": ["{{Address}}"], "scope": "openid read files.read" }""");
        var first = await host.GetAsync("/connect/authorize?" + Asking("read", [Mail], "asking"), "rita");
        await host.InScopeAsync<ConsentRequests>(async consents =>
            Assert.Equal([Mail], (await consents.DescribeAsync(first.Location!["/consent?request=".Length..], CancellationToken.None))!.Resources));
        Assert.Contains("code", (await host.GetAsync(await host.ConsentAsync(first, "rita"), "rita")).RedirectTo(Address).Keys);

        Assert.Contains("code", (await host.GetAsync("/connect/authorize?" + Asking("read", [Mail], "asking"), "rita")).RedirectTo(Address).Keys);
        var other = await host.GetAsync("/connect/authorize?" + Asking("read", [Files], "asking"), "rita");
        Assert.StartsWith("/consent", other.Location);
        await host.ConsentAsync(other, "rita");
        Assert.Contains("code", (await host.GetAsync("/connect/authorize?" + Asking("read", [Mail, Files], "asking"), "rita")).RedirectTo(Address).Keys);
    }

    [Theory]
    [InlineData("relative", "a")]
    [InlineData("/rooted", "a")]
    [InlineData("https://api.example/#fragment", "a")]
    [InlineData("https://api.example/ space", "a")]
    [InlineData("https://api.example/ā", "a")]
    [InlineData("", "a")]
    [InlineData("https://api.example/", "openid")]
    [InlineData("https://api.example/", "two words")]
    [InlineData("https://api.example/", "quo\"te")]
    [InlineData("https://api.example/", "")]
    public void What_cannot_be_asked_for_cannot_be_registered(string indicator, string scope) => Assert.NotEmpty(new Resource { Indicator = indicator, Scopes = [scope] }.Faults());

    private static Dictionary<string, string> Plain(string scope, string client = "office")
    {
        var request = Stories.AuthorizationRequest();
        (request["client_id"], request["scope"]) = (client, scope);
        return request;
    }

    private static string Asking(string scope, string[] resources, string client = "office") =>
        string.Join('&', [Stories.ToQuery(Plain(scope, client)), .. resources.Select(resource => "resource=" + Uri.EscapeDataString(resource))]);

    private Task SetAsync(string indicator, params string[] scopes) =>
        host.InScopeAsync<IResources>(resources => resources.SetAsync(new Resource { Indicator = indicator, Scopes = [.. scopes] }, CancellationToken.None));

    private async Task<List<string>> ActiveAsync(string client, params string[] tokens)
    {
        List<string> answers = [];
        foreach (var token in tokens)
        {
            answers.Add((await host.PostAsync("/connect/introspect", token, client)).Json.GetProperty("active").ToString());
        }

        return answers;
    }

    private async Task<Exchange> ExchangeAsync(string scope, string[] resources) =>
        Redeeming((await host.GetAsync("/connect/authorize?" + Asking(scope, resources), "alice")).RedirectTo(Address)["code"]);

    private Exchange Redeeming(string code) => new(host, "/connect/token", "office")
    {
        Form = { ["grant_type"] = "authorization_code", ["code"] = code, ["redirect_uri"] = Address, ["code_verifier"] = Stories.Verifier },
    };

    private async Task<Answer> TokensAsync(string scope, string[] resources)
    {
        var answer = await (await ExchangeAsync(scope, resources)).SendAsync();
        Assert.True(answer.Status == HttpStatusCode.OK, answer.Text);
        return answer;
    }

    private Task<Answer> RefreshAsync(string token, string? resource = null, string? scope = null)
    {
        var exchange = new Exchange(host, "/connect/token", "office") { Form = { ["grant_type"] = "refresh_token", ["refresh_token"] = token } };
        if (resource is not null)
        {
            exchange.Form["resource"] = resource;
        }

        if (scope is not null)
        {
            exchange.Form["scope"] = scope;
        }

        return exchange.SendAsync();
    }

    private Exchange Machine() => new(host, "/connect/token", "office") { Form = { ["grant_type"] = "client_credentials" } };
}
