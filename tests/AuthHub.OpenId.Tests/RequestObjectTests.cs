using System.Net;
using System.Text.Json.Nodes;
using AuthHub.OpenId.Requests;
using AuthHub.OpenId.Tests.Hosting;

namespace AuthHub.OpenId.Tests;

public sealed class RequestObjectTests(ProviderHost host) : IClassFixture<ProviderHost>, IAsyncLifetime
{
    private const string Address = "https://rp.example/cb";

    private static readonly TestKey[] Keys = [new("e1"), new("r1", "RS256"), new("p1", "PS256")];

    public async ValueTask InitializeAsync()
    {
        await RegisterAsync("signer");
        await RegisterAsync("only-es256", ", \"request_object_signing_alg\": \"ES256\", \"require_signed_request_object\": true");
    }

    [Theory]
    [InlineData(0, "oauth-authz-req+jwt")]
    [InlineData(0, "application/oauth-authz-req+jwt")]
    [InlineData(0, null)]
    [InlineData(0, "JWT")]
    [InlineData(1, "oauth-authz-req+jwt")]
    [InlineData(2, "oauth-authz-req+jwt")]
    public async Task A_signed_request_is_answered(int key, string? type)
    {
        var answer = await AskAsync(Sign(Keys[key], type: type));

        var parameters = answer.RedirectTo(Address);
        Assert.Equal("from inside", parameters["state"]);
        Assert.Contains("code", parameters.Keys);
    }

    [Fact]
    public async Task Nothing_beside_a_request_object_counts()
    {
        var jwt = Sign(Keys[0], r => r.Remove("nonce"));
        var beside = Stories.ToQuery(new Dictionary<string, string>
        {
            ["redirect_uri"] = "https://rp.example/cb?x=1",
            ["state"] = "beside",
            ["prompt"] = "none",
            ["nonce"] = "beside",
            ["scope"] = "openid phone",
            ["response_mode"] = "form_post",
            ["max_age"] = "0",
            ["acr_values"] = "medium",
            ["login_hint"] = "mallory",
            ["claims"] = "{",
        });

        var answer = (await host.GetAsync($"/connect/authorize?client_id=signer&request={jwt}&{beside}", "alice")).RedirectTo(Address);

        Assert.Equal("from inside", answer["state"]);
        Assert.Null(host.World.LastQuestion!.MaxAge);
        Assert.Null(host.World.LastQuestion.LoginHint);
        var exchange = new Exchange(host, "/connect/token", "signer") { Form = { ["grant_type"] = "authorization_code", ["code"] = answer["code"], ["redirect_uri"] = Address, ["code_verifier"] = Stories.Verifier } };
        var tokens = await exchange.SendAsync();
        Assert.Equal("openid profile", tokens["scope"]);
        Assert.False(Stories.Part(tokens["id_token"], 1).TryGetProperty("nonce", out _));
    }

    [Fact]
    public async Task Numbers_and_structures_inside_are_understood()
    {
        var jwt = Sign(Keys[0], r =>
        {
            r["max_age"] = 3600;
            r["claims"] = JsonNode.Parse("""{"userinfo":{"phone_number":null}}""");
            r["display"] = null;
        });

        Assert.Contains("code", (await AskAsync(jwt)).RedirectTo(Address).Keys);
        Assert.Equal(TimeSpan.FromHours(1), host.World.LastQuestion!.MaxAge);
    }

    public static TheoryData<string> Faults => [.. Faulty.Keys];

    private static readonly Dictionary<string, Func<RequestObjectTests, string>> Faulty = new()
    {
        ["alg none"] = t => TestKey.Unsigned(t.Claims(), "none"),
        ["alg NONE"] = t => TestKey.Unsigned(t.Claims(), "NONE"),
        ["alg HS256 with the secret"] = t => TestKey.Mac(ProviderHost.Secret, t.Claims()),
        ["alg HS256 with the public key"] = t => TestKey.Mac(Keys[1].Jwk.ToJsonString(), t.Claims()),
        ["unknown key"] = t => t.Sign(new TestKey("e1")),
        ["unknown kid"] = t => t.Sign(new TestKey("nobody")),
        ["key inside the header"] = t => Keys[0].Sign(t.Claims(), new JsonObject { ["alg"] = "ES256", ["kid"] = "e1", ["jwk"] = Keys[0].Jwk }),
        ["another typ"] = t => t.Sign(Keys[0], type: "at+jwt"),
        ["typ of an assertion"] = t => t.Sign(Keys[0], type: "client-authentication+jwt"),
        ["wrong aud"] = t => t.Sign(Keys[0], r => r["aud"] = "https://other.example"),
        ["aud is the endpoint"] = t => t.Sign(Keys[0], r => r["aud"] = ProviderHost.Issuer + "/connect/authorize"),
        ["aud missing"] = t => t.Sign(Keys[0], r => r.Remove("aud")),
        ["iss missing"] = t => t.Sign(Keys[0], r => r.Remove("iss")),
        ["iss of another"] = t => t.Sign(Keys[0], r => r["iss"] = "helpdesk"),
        ["client_id missing"] = t => t.Sign(Keys[0], r => r.Remove("client_id")),
        ["client_id of another"] = t => t.Sign(Keys[0], r => r["client_id"] = "helpdesk"),
        ["sub is the client"] = t => t.Sign(Keys[0], r => r["sub"] = "signer"),
        ["exp missing"] = t => t.Sign(Keys[0], r => r.Remove("exp")),
        ["exp over"] = t => t.Sign(Keys[0], r => r["exp"] = t.In(-11)),
        ["exp in 61 minutes"] = t => t.Sign(Keys[0], r => r["exp"] = t.In(3671)),
        ["exp 61 minutes after nbf"] = t => t.Sign(Keys[0], r => (r["nbf"], r["exp"]) = (t.In(-600), t.In(3071))),
        ["exp as text"] = t => t.Sign(Keys[0], r => r["exp"] = "never"),
        ["nbf in a minute"] = t => t.Sign(Keys[0], r => r["nbf"] = t.In(60)),
        ["nbf 61 minutes ago"] = t => t.Sign(Keys[0], r => r["nbf"] = t.In(-3661)),
        ["iat in a minute"] = t => t.Sign(Keys[0], r => r["iat"] = t.In(60)),
        ["request inside"] = t => t.Sign(Keys[0], r => r["request"] = "x"),
        ["request_uri inside"] = t => t.Sign(Keys[0], r => r["request_uri"] = "urn:x"),
        ["NUL inside"] = t => t.Sign(Keys[0], r => r["state"] = "a\0b"),
        ["too many inside"] = t => t.Sign(Keys[0], r => Enumerable.Range(0, 65).ToList().ForEach(i => r["p" + i] = "x")),
        ["nonsense"] = _ => "a.b.c",
        ["encrypted"] = _ => "a.b.c.d.e",
    };

    [Theory]
    [MemberData(nameof(Faults))]
    public async Task REQ_05_A_request_object_with_a_fault_is_refused(string fault)
    {
        var jwt = Faulty[fault](this);

        (await AskAsync(jwt)).ShouldBeAnErrorPage();
        var told = await host.GetAsync($"/connect/authorize?client_id=signer&request={jwt}&state=beside&redirect_uri={Uri.EscapeDataString(Address)}", "alice");
        Assert.Equal("invalid_request_object", told.RedirectTo(Address)["error"]);
        (await host.GetAsync($"/connect/authorize?client_id=signer&request={jwt}&redirect_uri=https%3A%2F%2Fevil.example%2F", "alice")).ShouldBeAnErrorPage();
        (await PushAsync(jwt)).ShouldBeRefusedWith("invalid_request_object");
    }

    [Theory]
    [InlineData("nbf", 10)]
    [InlineData("iat", 10)]
    [InlineData("exp", -9)]
    [InlineData("exp", 3600)]
    [InlineData("nbf", -3290)]
    public async Task Clocks_may_differ_a_little(string claim, int seconds) =>
        Assert.Contains("code", (await AskAsync(Sign(Keys[0], r => r[claim] = In(seconds)))).RedirectTo(Address).Keys);

    [Fact]
    public async Task RED_01_An_address_inside_has_to_be_registered_too()
    {
        var jwt = Sign(Keys[0], r => r["redirect_uri"] = "https://evil.example/cb");

        (await host.GetAsync($"/connect/authorize?client_id=signer&request={jwt}&redirect_uri={Uri.EscapeDataString(Address)}", "alice")).ShouldBeAnErrorPage();
        (await AskAsync(Sign(Keys[0], r => r.Remove("redirect_uri")))).ShouldBeAnErrorPage();
    }

    [Fact]
    public async Task REQ_05_Two_requests_at_once_are_refused()
    {
        var jwt = Sign(Keys[0]);

        (await host.GetAsync($"/connect/authorize?client_id=signer&request={jwt}&request={jwt}", "alice")).ShouldBeAnErrorPage();
        (await host.GetAsync($"/connect/authorize?client_id=signer&request={jwt}&request_uri=urn%3Ax", "alice")).ShouldBeAnErrorPage();
        (await host.GetAsync($"/connect/authorize?request={jwt}", "alice")).ShouldBeAnErrorPage();
        (await host.GetAsync($"/connect/authorize?client_id=helpdesk&request={jwt}", "alice")).ShouldBeAnErrorPage();
    }

    [Fact]
    public async Task Only_the_registered_algorithm_is_taken_and_unsigned_requests_are_not()
    {
        Action<JsonObject> other = r => (r["iss"], r["client_id"]) = ("only-es256", "only-es256");
        Assert.Contains("code", (await AskAsync(Sign(Keys[0], other), "only-es256")).RedirectTo(Address).Keys);
        (await AskAsync(Sign(Keys[1], other), "only-es256")).ShouldBeAnErrorPage();
        (await AskAsync(Sign(Keys[2], other), "only-es256")).ShouldBeAnErrorPage();

        var plain = Stories.AuthorizationRequest();
        plain["client_id"] = "only-es256";
        Assert.Equal("invalid_request", (await host.AuthorizeAsync(plain)).RedirectTo(Address)["error"]);
    }

    [Fact]
    public async Task A_signed_request_can_be_pushed_and_stays_signed_through_the_sign_in()
    {
        host.World.AddPerson("signing");
        var pushed = await PushAsync(Sign(Keys[0], r => (r["iss"], r["client_id"]) = ("only-es256", "only-es256")), "only-es256");
        Assert.Equal(HttpStatusCode.Created, pushed.Status);

        var needs = await host.GetAsync("/connect/authorize?client_id=only-es256&request_uri=" + Uri.EscapeDataString(pushed["request_uri"]), "signing");
        host.World.SignIn("signing");
        host.Clock.Advance(TimeSpan.FromMinutes(20));

        Assert.Equal("from inside", (await host.GetAsync(PendingRequests.ResumeAddress(needs.Location!["/sign-in?request=".Length..]), "signing")).RedirectTo(Address)["state"]);
    }

    [Fact]
    public async Task A_posted_request_object_goes_on_by_get()
    {
        var post = new Exchange(host, "/connect/authorize", null) { Form = { ["client_id"] = "signer", ["request"] = Sign(Keys[2], r => r["nonce"] = new string('n', 3000)) } };

        var answer = await post.SendAsync();

        Assert.Contains("code", (await host.GetAsync(answer.Location!, "alice")).RedirectTo(Address).Keys);
    }

    [Fact]
    public async Task CLI_08_Only_a_registered_address_is_asked_for_a_request()
    {
        var path = "/requests/good";
        await RegisterAsync("by-reference", $", \"request_uris\": [\"{host.Outside[path]}\"]");
        host.Outside.Publish(path, Sign(Keys[0], r => (r["iss"], r["client_id"]) = ("by-reference", "by-reference")), "application/oauth-authz-req+jwt");
        host.Outside.Publish(path + "/other", "x", "application/oauth-authz-req+jwt");

        Assert.Equal("from inside", (await ReferAsync(path)).RedirectTo(Address)["state"]);
        Assert.Equal("from inside", (await ReferAsync(path)).RedirectTo(Address)["state"]);
        Assert.Equal(1, host.Outside.Count(path));
        (await ReferAsync(path + "/other")).ShouldBeAnErrorPage();
        (await ReferAsync(path + "?x")).ShouldBeAnErrorPage();
        (await ReferAsync(path, "signer")).ShouldBeAnErrorPage();
        Assert.Equal(0, host.Outside.Count(path + "/other"));

        // What was kept has grown old: the address is asked again.
        host.Clock.Advance(TimeSpan.FromMinutes(6));
        host.Outside.Publish(path, Sign(Keys[0], r => (r["iss"], r["client_id"], r["state"]) = ("by-reference", "by-reference", "newer")), "application/oauth-authz-req+jwt");
        Assert.Equal("newer", (await ReferAsync(path)).RedirectTo(Address)["state"]);
    }

    [Fact]
    public async Task What_is_at_the_address_has_to_be_good()
    {
        var path = "/requests/bad";
        await RegisterAsync("by-bad-reference", $", \"request_uris\": [\"{host.Outside[path]}\", \"{host.Outside[path + "/page"]}\", \"{host.Outside[path + "/none"]}\"]");
        host.Outside.Publish(path, TestKey.Unsigned(Claims(), "none"), "application/jwt");
        host.Outside.Publish(path + "/page", Sign(Keys[0]), "text/html");

        foreach (var tail in new[] { "", "/page", "/none" })
        {
            (await ReferAsync(path + tail, "by-bad-reference")).ShouldBeAnErrorPage();
        }
    }

    [Fact]
    public async Task Keys_behind_an_address_may_change()
    {
        var path = "/keys/changing";
        host.Outside.Publish(path, TestKey.Jwks(Keys[0]));
        await host.RegisterAsync($$"""{ "client_id": "changing", "client_secret": "{{ProviderHost.Secret}}", "first_party": true, "redirect_uris": ["{{Address}}"], "jwks_uri": "{{host.Outside[path]}}" }""");
        Action<JsonObject> changing = r => (r["iss"], r["client_id"]) = ("changing", "changing");
        Assert.Contains("code", (await AskAsync(Sign(Keys[0], changing), "changing")).RedirectTo(Address).Keys);
        host.Outside.Publish(path, TestKey.Jwks(Keys[1]));
        host.Clock.Advance(TimeSpan.FromMinutes(2));

        Assert.Contains("code", (await AskAsync(Sign(Keys[1], changing), "changing")).RedirectTo(Address).Keys);
        (await AskAsync(Sign(Keys[0], changing), "changing")).ShouldBeAnErrorPage();
    }

    [Fact]
    public async Task Discovery_tells_how_requests_may_come()
    {
        var document = (await host.GetAsync("/.well-known/openid-configuration")).Json;

        Assert.True(document.GetProperty("request_parameter_supported").GetBoolean());
        Assert.True(document.GetProperty("request_uri_parameter_supported").GetBoolean());
        Assert.True(document.GetProperty("require_request_uri_registration").GetBoolean());
        Assert.Equal("""["RS256","PS256","ES256"]""", document.GetProperty("request_object_signing_alg_values_supported").GetRawText());
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private JsonObject Claims(Action<JsonObject>? change = null)
    {
        var claims = new JsonObject { ["iss"] = "signer", ["aud"] = ProviderHost.Issuer, ["exp"] = In(300), ["iat"] = In(0) };
        foreach (var (name, value) in Stories.AuthorizationRequest())
        {
            claims[name] = value;
        }

        (claims["client_id"], claims["state"], claims["scope"]) = ("signer", "from inside", "openid profile");
        change?.Invoke(claims);
        return claims;
    }

    private string Sign(TestKey key, Action<JsonObject>? change = null, string? type = "oauth-authz-req+jwt")
    {
        var header = new JsonObject { ["alg"] = key.Algorithm, ["kid"] = key.Kid };
        if (type is not null)
        {
            header["typ"] = type;
        }

        return key.Sign(Claims(change), header);
    }

    private long In(int seconds) => host.Clock.GetUtcNow().ToUnixTimeSeconds() + seconds;

    private Task<Answer> AskAsync(string jwt, string client = "signer") => host.GetAsync($"/connect/authorize?client_id={client}&request={Uri.EscapeDataString(jwt)}", "alice");

    private Task<Answer> ReferAsync(string path, string client = "by-reference") => host.GetAsync($"/connect/authorize?client_id={client}&request_uri={Uri.EscapeDataString(host.Outside[path])}", "alice");

    private Task<Answer> PushAsync(string jwt, string client = "signer") => new Exchange(host, "/connect/par", client) { Form = { ["request"] = jwt, ["state"] = "beside" } }.SendAsync();

    private async Task RegisterAsync(string id, string more = "")
    {
        var exists = false;
        await host.InScopeAsync<Clients.IClients>(async clients => exists = await clients.FindAsync(id, CancellationToken.None) is not null);
        if (!exists)
        {
            await host.RegisterAsync($$"""{ "client_id": "{{id}}", "client_secret": "{{ProviderHost.Secret}}", "first_party": true, "redirect_uris": ["{{Address}}", "{{Address}}?x=1"], "jwks": {{TestKey.Jwks(Keys)}}{{more}} }""");
        }
    }
}
