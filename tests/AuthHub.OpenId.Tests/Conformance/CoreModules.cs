using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Nodes;
using AuthHub.OpenId.Requests;
using AuthHub.OpenId.Tests.Hosting;

#pragma warning disable IDE1006, SA1300 // Tests carry the suite's own names.

namespace AuthHub.OpenId.Tests.Conformance;

/// <summary>The modules of the OpenID Foundation's suite for the profiles Basic, Hybrid and Form Post, each once per way of answering.</summary>
public sealed class CoreModules(ProviderHost host) : IClassFixture<ProviderHost>
{
    public static TheoryData<string, string> Ways => Party.Ways;

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task oidcc_server(string type, string mode)
    {
        var party = await Party.RegisterAsync(host);
        await party.UserInfoAsync(await party.SignInAsync(party.Request(type, mode)));
    }

    [Fact]
    public async Task oidcc_response_type_missing()
    {
        var party = await Party.RegisterAsync(host);
        foreach (var empty in (string?[])[null, ""])
        {
            Assert.Equal("invalid_request", (await host.AuthorizeAsync(party.Request(changes: ("response_type", empty)))).RedirectTo(Party.Address)["error"]);
        }
    }

    [Theory]
    [InlineData("RS256")]
    [InlineData("PS256")]
    [InlineData("ES256")]
    public async Task oidcc_idtoken_signature(string algorithm)
    {
        var party = await Party.RegisterAsync(host, ("id_token_signed_response_alg", algorithm));
        var tokens = await party.SignInAsync(party.Request("code id_token"));
        Assert.Equal(algorithm, Stories.Part(tokens["id_token"], 0).GetProperty("alg").GetString());
    }

    [Fact]
    public async Task oidcc_idtoken_unsigned()
    {
        // The suite wants either an unsigned token or none such announced.
        await Assert.ThrowsAsync<InvalidOperationException>(() => Party.RegisterAsync(host, ("id_token_signed_response_alg", "none")));
        Assert.DoesNotContain("none", Texts((await host.GetAsync("/.well-known/openid-configuration")).Json, "id_token_signing_alg_values_supported"));
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task oidcc_userinfo_get(string type, string mode)
    {
        var party = await Party.RegisterAsync(host);
        await party.UserInfoAsync(await party.SignInAsync(party.Request(type, mode)));
    }

    [Fact]
    public async Task oidcc_userinfo_post_header()
    {
        var party = await Party.RegisterAsync(host);
        var tokens = await party.SignInAsync(party.Request());
        var answer = await host.GetAsync("/connect/userinfo", bearer: tokens["access_token"], method: HttpMethod.Post);
        Assert.Equal(HttpStatusCode.OK, answer.Status);
        Assert.Equal("alice", answer["sub"]);
    }

    [Fact]
    public async Task oidcc_userinfo_post_body()
    {
        // Optional in RFC 6750 section 2.2 and not taken: the suite then wants a clean refusal.
        var party = await Party.RegisterAsync(host);
        var tokens = await party.SignInAsync(party.Request());
        var answer = await new Exchange(host, "/connect/userinfo", null) { Form = { ["access_token"] = tokens["access_token"] } }.SendAsync();
        Assert.InRange((int)answer.Status, 400, 401);
    }

    [Theory]
    [InlineData("query")]
    [InlineData("form_post")]
    public async Task oidcc_ensure_request_without_nonce_succeeds_for_code_flow(string mode)
    {
        var party = await Party.RegisterAsync(host);
        await party.SignInAsync(party.Request("code", mode, ("nonce", null)));
    }

    [Theory]
    [InlineData("fragment")]
    [InlineData("form_post")]
    public async Task oidcc_ensure_request_without_nonce_fails(string mode)
    {
        var party = await Party.RegisterAsync(host);
        Assert.Equal("invalid_request", (await party.AuthorizeAsync(party.Request("code id_token", mode, ("nonce", null))))["error"]);
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public Task oidcc_scope_profile(string type, string mode) => ScopeAsync(type, mode, "openid profile", ["name", "preferred_username", "locale"], ["email", "phone_number"]);

    [Theory]
    [MemberData(nameof(Ways))]
    public Task oidcc_scope_email(string type, string mode) => ScopeAsync(type, mode, "openid email", ["email", "email_verified"], ["name", "phone_number"]);

    [Theory]
    [MemberData(nameof(Ways))]
    public Task oidcc_scope_address(string type, string mode) => ScopeAsync(type, mode, "openid address", ["address"], ["name", "email"]);

    [Theory]
    [MemberData(nameof(Ways))]
    public Task oidcc_scope_phone(string type, string mode) => ScopeAsync(type, mode, "openid phone", ["phone_number"], ["name", "email"]);

    [Theory]
    [MemberData(nameof(Ways))]
    public Task oidcc_scope_all(string type, string mode) => ScopeAsync(type, mode, "openid profile email address phone", ["name", "email", "address", "phone_number"], []);

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task oidcc_alternate_happy_flow(string type, string mode)
    {
        var party = await Party.RegisterAsync(host);
        var request = party.Request(type, mode, ("scope", "phone address email profile openid"));
        await party.SignInAsync(request.Reverse().ToDictionary());
    }

    [Theory]
    [InlineData("page")]
    public Task oidcc_display_page(string display) => SucceedsWithAsync("display", display);

    [Theory]
    [InlineData("popup")]
    public Task oidcc_display_popup(string display) => SucceedsWithAsync("display", display);

    [Fact]
    public async Task oidcc_prompt_login()
    {
        var (party, person) = (await Party.RegisterAsync(host), NewPerson());
        var first = Claims(await party.SignInAsync(party.Request(), person));
        host.Clock.Advance(TimeSpan.FromSeconds(5));
        var second = Claims(await SignInAgainAsync(party, party.Request(changes: ("prompt", "login")), person));
        Assert.Equal(first.GetProperty("sub").GetString(), second.GetProperty("sub").GetString());
        Assert.True(second.GetProperty("auth_time").GetInt64() > first.GetProperty("auth_time").GetInt64());
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task oidcc_prompt_none_not_logged_in(string type, string mode)
    {
        var party = await Party.RegisterAsync(host);
        host.World.AddPerson("nobody-signed-in");
        Assert.Equal("login_required", (await party.AuthorizeAsync(party.Request(type, mode, ("prompt", "none")), "nobody-signed-in"))["error"]);
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task oidcc_prompt_none_logged_in(string type, string mode)
    {
        var party = await Party.RegisterAsync(host);
        var first = Claims(await party.SignInAsync(party.Request(type, mode)));
        var second = Claims(await party.SignInAsync(party.Request(type, mode, ("prompt", "none"))));
        Assert.Equal(first.GetProperty("sub").GetString(), second.GetProperty("sub").GetString());
        Assert.Equal(first.GetProperty("auth_time").GetInt64(), second.GetProperty("auth_time").GetInt64());
    }

    [Fact]
    public async Task oidcc_max_age_1()
    {
        var (party, person) = (await Party.RegisterAsync(host), NewPerson());
        var first = Claims(await party.SignInAsync(party.Request(), person));
        host.Clock.Advance(TimeSpan.FromSeconds(5));
        var second = Claims(await SignInAgainAsync(party, party.Request(changes: ("max_age", "1")), person));
        Assert.True(second.GetProperty("auth_time").GetInt64() > first.GetProperty("auth_time").GetInt64());
    }

    [Fact]
    public async Task oidcc_max_age_10000()
    {
        var (party, person) = (await Party.RegisterAsync(host), NewPerson());
        var first = Claims(await party.SignInAsync(party.Request(changes: ("max_age", "10000")), person));
        host.Clock.Advance(TimeSpan.FromSeconds(5));
        var second = Claims(await party.SignInAsync(party.Request(changes: [("max_age", "10000"), ("prompt", "none")]), person));
        Assert.Equal(first.GetProperty("auth_time").GetInt64(), second.GetProperty("auth_time").GetInt64());
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task oidcc_ensure_request_with_unknown_parameter_succeeds(string type, string mode)
    {
        var party = await Party.RegisterAsync(host);
        await party.SignInAsync(party.Request(type, mode, ("extra", "foobar")));
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task oidcc_id_token_hint(string type, string mode)
    {
        var party = await Party.RegisterAsync(host);
        var hint = (await party.SignInAsync(party.Request(type, mode)))["id_token"];
        var again = Claims(await party.SignInAsync(party.Request(type, mode, ("prompt", "none"), ("id_token_hint", hint))));
        Assert.Equal("alice", again.GetProperty("sub").GetString());
    }

    [Theory]
    [InlineData("bob@example.com")]
    public async Task oidcc_login_hint(string hint)
    {
        await SucceedsWithAsync("login_hint", hint);
        Assert.Equal(hint, host.World.LastQuestion!.LoginHint);
    }

    [Theory]
    [InlineData("se")]
    public Task oidcc_ui_locales(string locales) => SucceedsWithAsync("ui_locales", locales);

    [Theory]
    [InlineData("se")]
    public Task oidcc_claims_locales(string locales) => SucceedsWithAsync("claims_locales", locales);

    [Fact]
    public async Task oidcc_ensure_request_with_acr_values_succeeds()
    {
        var party = await Party.RegisterAsync(host);
        var acr = Texts((await host.GetAsync("/.well-known/openid-configuration")).Json, "acr_values_supported");
        var claims = Claims(await party.SignInAsync(party.Request(changes: ("acr_values", string.Join(' ', acr)))));
        Assert.Contains(claims.GetProperty("acr").GetString(), acr);
    }

    [Theory]
    [InlineData("code id_token", "fragment")]
    [InlineData("code", "query")]
    public async Task oidcc_codereuse(string type, string mode)
    {
        var party = await Party.RegisterAsync(host);
        var code = (await party.AuthorizeAsync(party.Request(type, mode)))["code"];
        var tokens = await party.Redeem(code).SendAsync();
        (await party.Redeem(code).SendAsync()).ShouldBeRefusedWith("invalid_grant");
        Assert.Equal(HttpStatusCode.Unauthorized, (await host.UserInfoAsync(tokens["access_token"])).Status);
    }

    [Fact]
    public async Task oidcc_codereuse_30seconds()
    {
        var party = await Party.RegisterAsync(host);
        var code = (await party.AuthorizeAsync(party.Request()))["code"];
        var tokens = await party.Redeem(code).SendAsync();
        host.Clock.Advance(TimeSpan.FromSeconds(30));
        (await party.Redeem(code).SendAsync()).ShouldBeRefusedWith("invalid_grant");
        Assert.Equal(HttpStatusCode.Unauthorized, (await host.UserInfoAsync(tokens["access_token"])).Status);
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task oidcc_ensure_registered_redirect_uri(string type, string mode)
    {
        var party = await Party.RegisterAsync(host);
        (await host.AuthorizeAsync(party.Request(type, mode, ("redirect_uri", Party.Address + "/foo-" + Guid.CreateVersion7())))).ShouldBeAnErrorPage();
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task oidcc_ensure_post_request_succeeds(string type, string mode)
    {
        var party = await Party.RegisterAsync(host);
        var request = party.Request(type, mode);
        var post = new Exchange(host, "/connect/authorize", null);
        request.ToList().ForEach(pair => post.Form[pair.Key] = pair.Value);
        var onward = await post.SendAsync();
        Assert.Contains("code", Party.Read(await host.GetAsync(onward.Location!, "alice"), request).Keys);
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task oidcc_server_client_secret_post(string type, string mode)
    {
        var party = await Party.RegisterAsync(host, ("token_endpoint_auth_method", "client_secret_post"));
        var exchange = party.Redeem((await party.AuthorizeAsync(party.Request(type, mode)))["code"]);
        exchange.BasicId = null;
        (exchange.Form["client_id"], exchange.Form["client_secret"]) = (party.Id, ProviderHost.Secret);
        Assert.Equal(HttpStatusCode.OK, (await exchange.SendAsync()).Status);
    }

    [Fact]
    public async Task oidcc_request_uri_unsigned_supported_correctly_or_rejected_as_unsupported()
    {
        var party = await Party.RegisterAsync(host, ("request_uris", new JsonArray(host.Outside["/unsigned.jwt"])));
        host.Outside.Publish("/unsigned.jwt", TestKey.Unsigned(party.Assertion(), "none"), "application/oauth-authz-req+jwt");
        Assert.DoesNotContain("none", Texts((await host.GetAsync("/.well-known/openid-configuration")).Json, "request_object_signing_alg_values_supported"));
        Assert.StartsWith("invalid_request", (await party.AuthorizeAsync(party.Request(changes: ("request_uri", host.Outside["/unsigned.jwt"]))))["error"]);
    }

    [Fact]
    public async Task oidcc_unsigned_request_object_supported_correctly_or_rejected_as_unsupported()
    {
        var party = await Party.RegisterAsync(host);
        Assert.StartsWith("invalid_request", (await party.AuthorizeAsync(party.Request(changes: ("request", TestKey.Unsigned(party.Assertion(), "none")))))["error"]);
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task oidcc_claims_essential(string type, string mode)
    {
        var party = await Party.RegisterAsync(host);
        var tokens = await party.SignInAsync(party.Request(type, mode, ("claims", """{"userinfo":{"name":{"essential":true}}}""")));
        Assert.Equal("Jānis Bērziņš", (await party.UserInfoAsync(tokens)).GetProperty("name").GetString());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task oidcc_refresh_token(bool isOther)
    {
        var (party, other) = (await Party.RegisterAsync(host), await Party.RegisterAsync(host));
        var tokens = await party.SignInAsync(party.Request(changes: ("scope", "openid offline_access")));
        if (isOther)
        {
            (await other.Refresh(tokens["refresh_token"]).SendAsync()).ShouldBeRefusedWith("invalid_grant");
            return;
        }

        var fresh = await party.Refresh(tokens["refresh_token"]).SendAsync();
        Assert.Equal(HttpStatusCode.OK, fresh.Status);
        Assert.NotEqual(tokens["access_token"], fresh["access_token"]);
        await party.UserInfoAsync(fresh);
        var (before, after) = (Claims(tokens), Claims(fresh));
        foreach (var same in (string[])["iss", "sub", "aud", "auth_time"])
        {
            Assert.Equal(before.GetProperty(same).ToString(), after.GetProperty(same).ToString());
        }
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task oidcc_ensure_request_with_valid_pkce_succeeds(string type, string mode)
    {
        var party = await Party.RegisterAsync(host);
        var answer = await party.AuthorizeAsync(party.Request(type, mode, ("code_challenge", Stories.Challenge), ("code_challenge_method", "S256")));
        var exchange = party.Redeem(answer["code"]);
        exchange.Form["code_verifier"] = Stories.Verifier;
        Assert.Equal(HttpStatusCode.OK, (await exchange.SendAsync()).Status);
    }

    private async Task ScopeAsync(string type, string mode, string scope, string[] told, string[] withheld)
    {
        var party = await Party.RegisterAsync(host);
        host.World.AddPerson("scoped", ("address", new Dictionary<string, object> { ["street_address"] = "Brīvības iela 1", ["locality"] = "Rīga" }));
        host.World.SignIn("scoped");
        var claims = await party.UserInfoAsync(await party.SignInAsync(party.Request(type, mode, ("scope", scope)), "scoped"));
        Assert.All(told, name => Assert.True(claims.TryGetProperty(name, out _), name));
        Assert.All(withheld, name => Assert.False(claims.TryGetProperty(name, out _), name));
    }

    private async Task SucceedsWithAsync(string name, string value)
    {
        var party = await Party.RegisterAsync(host);
        await party.SignInAsync(party.Request(changes: (name, value)));
    }

    /// <summary>Led to the sign-in, signs in anew, goes on.</summary>
    private async Task<Answer> SignInAgainAsync(Party party, Dictionary<string, string> request, string person)
    {
        var needs = await host.AuthorizeAsync(request, person);
        Assert.StartsWith("/sign-in?request=", needs.Location);
        host.World.SignIn(person);
        var answer = await host.GetAsync(PendingRequests.ResumeAddress(needs.Location!["/sign-in?request=".Length..]), person);
        return await party.Redeem(answer.RedirectTo(Party.Address)["code"]).SendAsync();
    }

    private string NewPerson()
    {
        var name = "person" + Guid.CreateVersion7().ToString("N");
        host.World.AddPerson(name);
        host.World.SignIn(name);
        return name;
    }

    private static JsonElement Claims(Answer tokens) => Stories.Part(tokens["id_token"], 1);

    private static List<string> Texts(JsonElement document, string member) => [.. document.GetProperty(member).EnumerateArray().Select(value => value.GetString()!)];
}
