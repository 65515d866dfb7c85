using System.Text;
using System.Text.Json;
using AuthHub.OpenId.Requests;
using AuthHub.OpenId.Tests.Hosting;
using AuthHub.OpenId.Tokens;

namespace AuthHub.OpenId.Tests;

/// <summary>The <c>claims</c> parameter and the smaller wishes of an authorization request.</summary>
public sealed class ClaimsParameterTests(ProviderHost host) : IClassFixture<ProviderHost>
{
    private const string Address = "https://rp.example/cb";

    [Theory]
    [InlineData("""{"locale":null}""", true)]
    [InlineData("""{"locale":{}}""", true)]
    [InlineData("""{"locale":{"essential":true}}""", true)]
    [InlineData("""{"locale":{"value":"lv"}}""", true)]
    [InlineData("""{"locale":{"value":"en"}}""", false)]
    [InlineData("""{"locale":{"essential":true,"values":["en","lv"]}}""", true)]
    [InlineData("""{"locale":{"essential":true,"values":["en","de"]}}""", false)]
    [InlineData("""{"locale":{"value":1}}""", false)]
    [InlineData("""{"locale#lv":null}""", false)]
    public async Task A_claim_is_told_when_it_has_a_value_that_was_asked_for(string wishes, bool told)
    {
        var tokens = await host.TokensAsync(change: r => (r["scope"], r["claims"]) = ("openid", $$"""{"userinfo":{{wishes}},"id_token":{{wishes}}}"""));

        Assert.Equal(told, (await host.UserInfoAsync(tokens["access_token"])).Json.TryGetProperty("locale", out _));
        Assert.Equal(told, Stories.Part(tokens["id_token"], 1).TryGetProperty("locale", out _));
    }

    [Fact]
    public async Task Truths_and_lists_are_compared_as_such_and_scopes_tell_anyway()
    {
        var tokens = await host.TokensAsync(change: r => (r["scope"], r["claims"]) = ("openid profile", """{"userinfo":{"email_verified":{"value":true},"groups":{"values":["night","day"]},"roles":{"value":"none-such"},"locale":{"value":"en"}}}"""));

        var info = (await host.UserInfoAsync(tokens["access_token"])).Json;
        Assert.True(info.GetProperty("email_verified").GetBoolean());
        Assert.Equal(2, info.GetProperty("groups").GetArrayLength());
        Assert.False(info.TryGetProperty("roles", out _));
        Assert.Equal("lv", info.GetProperty("locale").GetString());
    }

    [Theory]
    [InlineData("""{"userinfo":{"sub":{"value":"mallory"}}}""", "login_required")]
    [InlineData("""{"userinfo":{"sub":{"value":"alice"}}}""", null)]
    [InlineData("""{"userinfo":{"sub":{"value":"alice"}},"id_token":{"sub":{"value":"mallory"}}}""", "invalid_request")]
    [InlineData("""{"id_token":{"sub":{"values":["alice","mallory"]}}}""", "invalid_request")]
    [InlineData("""{"id_token":{"sub":{"value":7}}}""", "invalid_request")]
    public async Task CON_08_A_subject_asked_for_anywhere_is_the_only_one_that_will_do(string claims, string? error)
    {
        var answer = (await host.AuthorizeAsync(With("claims", claims, "prompt", "none"))).RedirectTo(Address);

        Assert.Equal(error, answer.GetValueOrDefault("error"));
        Assert.Equal(error is null, answer.ContainsKey("code"));
    }

    [Theory]
    [InlineData("""{"id_token":{"\ud800":null}}""")]
    [InlineData("""{"id_token":{"sub":{"value":"\ud800"}}}""")]
    [InlineData("""{"userinfo":{"locale":{"values":["lv","\ud800"]}}}""")]
    [InlineData("""{"id_token":{"sub":{"value":"a\u0000b"}}}""")]
    [InlineData("""{"id_token":{"acr":{"values":["\u0000"]}}}""")]
    [InlineData("""{"id_token":{"acr":{"values":[1]}}}""")]
    [InlineData("""{"id_token":{"a":{"value":1},"a":null}}""")]
    [InlineData("""{"userinfo":{"a":"b"}}""")]
    [InlineData("""{"userinfo":{"a":{"values":{}}}}""")]
    [InlineData("""{"userinfo":7}""")]
    [InlineData("null")]
    [InlineData("")]
    public void REQ_08_What_is_no_claims_parameter_is_not_read(string json) => Assert.Null(ClaimsRequest.Read(json));

    [Fact]
    public async Task REQ_08_Huge_and_deep_ones_are_refused_and_unknown_members_ignored()
    {
        var wide = new StringBuilder("{\"userinfo\":{").AppendJoin(',', Enumerable.Range(0, 65).Select(i => $"\"c{i}\":null")).Append("}}").ToString();
        var deep = string.Concat(Enumerable.Repeat("{\"userinfo\":", 20)) + "null" + new string('}', 20);

        Assert.Null(ClaimsRequest.Read(wide));
        Assert.Null(ClaimsRequest.Read(deep));
        Assert.Equal("invalid_request", (await host.AuthorizeAsync(With("claims", wide))).RedirectTo(Address)["error"]);
        Assert.Contains("code", (await host.AuthorizeAsync(With("claims", """{"id_token":{"x":{"y":[1,{}]}},"other":[]}"""))).RedirectTo(Address).Keys);
    }

    [Theory]
    [InlineData("""{"id_token":{"acr":{"essential":true,"values":["phr","no-such"]}}}""", false)]
    [InlineData("""{"id_token":{"acr":{"essential":true,"value":"basic"}}}""", true)]
    [InlineData("""{"id_token":{"acr":{"values":["no-such"]}}}""", true)]
    [InlineData("""{"userinfo":{"acr":{"essential":true,"value":"no-such"}}}""", true)]
    public async Task REQ_08_An_essential_acr_is_reached_or_nothing_is_given(string claims, bool given)
    {
        var answer = (await host.AuthorizeAsync(With("claims", claims, "prompt", "none"))).RedirectTo(Address);

        Assert.Equal(given, answer.ContainsKey("code"));
    }

    [Fact]
    public async Task Claims_asked_for_one_by_one_are_shown_before_they_are_told()
    {
        var answer = await host.AuthorizeAsync(new Dictionary<string, string>(Stories.AuthorizationRequest("phone")) { ["scope"] = "openid", ["claims"] = """{"userinfo":{"phone_number":{"value":"+37120000000"}}}""" });

        await host.InScopeAsync<Consents.ConsentRequests>(async consents =>
            Assert.Equal(["openid", "phone"], (await consents.DescribeAsync(answer.Location!["/consent?request=".Length..], CancellationToken.None))!.Scopes));
    }

    [Theory]
    [InlineData("create")]
    [InlineData("login create")]
    [InlineData("dance")]
    [InlineData("LOGIN")]
    public async Task A_prompt_that_is_not_announced_is_answered_with_400(string prompt)
    {
        (await host.AuthorizeAsync(With("prompt", prompt))).ShouldBeAnErrorPage();

        var announced = (await host.GetAsync("/.well-known/openid-configuration")).Json.GetProperty("prompt_values_supported").EnumerateArray().Select(p => p.GetString());
        Assert.DoesNotContain("create", announced);
    }

    [Theory]
    [InlineData("login consent")]
    [InlineData("consent login select_account")]
    [InlineData("login  login")]
    public async Task Several_prompts_are_all_followed(string prompt)
    {
        host.World.AddPerson("prompted");
        host.World.SignIn("prompted");
        host.Clock.Advance(TimeSpan.FromSeconds(1));
        var needs = await host.AuthorizeAsync(With("prompt", prompt), "prompted");
        Assert.StartsWith("/sign-in", needs.Location);
        host.World.SignIn("prompted");

        var next = await host.GetAsync(PendingRequests.ResumeAddress(needs.Location!["/sign-in?request=".Length..]), "prompted");

        Assert.Equal(prompt.Contains("consent", StringComparison.Ordinal), next.Location!.StartsWith("/consent", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("0", true)]
    [InlineData("1", true)]
    [InlineData("3600", false)]
    [InlineData("2147483647", false)]
    public async Task CON_06_An_old_proof_will_not_do_silently(string maxAge, bool refused)
    {
        host.World.AddPerson("older");
        var session = host.World.SignIn("older");
        host.Clock.Advance(TimeSpan.FromSeconds(30));

        var answer = (await host.AuthorizeAsync(With("max_age", maxAge, "prompt", "none"), "older")).RedirectTo(Address);

        Assert.Equal(refused ? "login_required" : null, answer.GetValueOrDefault("error"));
        Assert.Equal(session.AuthTime, host.World.SignedIn("older")!.AuthTime);
    }

    [Fact]
    public async Task The_time_of_the_proof_is_always_told()
    {
        await host.RegisterAsync("""{ "client_id": "timed", "client_secret": "s3cret-of-thirty-two-characters-x", "first_party": true, "redirect_uris": ["https://rp.example/cb"], "require_auth_time": true, "default_max_age": 60 }""");
        host.World.SignIn("alice");
        var answer = (await host.AuthorizeAsync(With("client_id", "timed"))).RedirectTo(Address);
        Assert.Equal(TimeSpan.FromSeconds(60), host.World.LastQuestion!.MaxAge);

        var exchange = new Exchange(host, "/connect/token", "timed") { Form = { ["grant_type"] = "authorization_code", ["code"] = answer["code"], ["redirect_uri"] = Address, ["code_verifier"] = Stories.Verifier } };
        Assert.Equal(JsonValueKind.Number, Stories.Part((await exchange.SendAsync())["id_token"], 1).GetProperty("auth_time").ValueKind);
    }

    [Theory]
    [InlineData("display", "page")]
    [InlineData("display", "wap")]
    [InlineData("display", "unheard-of")]
    [InlineData("claims_locales", "lv en")]
    [InlineData("claims_locales", "\u0001")]
    [InlineData("ui_locales", "lv xx-unheard-of")]
    [InlineData("login_hint", "somebody else")]
    [InlineData("unheard_of", "x")]
    public async Task Wishes_that_change_nothing_are_accepted(string name, string value) =>
        Assert.Contains("code", (await host.AuthorizeAsync(With(name, value))).RedirectTo(Address).Keys);

    private static Dictionary<string, string> With(params string[] pairs)
    {
        var request = Stories.AuthorizationRequest();
        for (var i = 0; i < pairs.Length; i += 2)
        {
            request[pairs[i]] = pairs[i + 1];
        }

        return request;
    }
}
