using System.Net;
using System.Text.Json;
using AuthHub.OpenId.Clients;
using AuthHub.OpenId.Requests;
using AuthHub.OpenId.Tests.Hosting;
using Microsoft.Extensions.DependencyInjection;

namespace AuthHub.OpenId.Tests;

public sealed class AuthorizationTests(ProviderHost host) : IClassFixture<ProviderHost>
{
    [Fact]
    public async Task S_067_A_session_answers_without_any_prompt()
    {
        var answer = (await host.AuthorizeAsync(Stories.AuthorizationRequest())).RedirectTo("https://rp.example/cb");

        Assert.Equal("af0ifjsldkj", answer["state"]);
        Assert.Equal(ProviderHost.Issuer, answer["iss"]);
        Assert.Equal(43, answer["code"].Length);
    }

    [Fact]
    public async Task A_stranger_is_led_to_sign_in_and_back()
    {
        host.World.AddPerson("eve");
        var needs = await host.AuthorizeAsync(Stories.AuthorizationRequest(), "eve");
        Assert.StartsWith("/sign-in?request=", needs.Location);
        var id = host.World.LastQuestion!.RequestId;
        host.World.SignIn("eve");

        var answer = await host.GetAsync(PendingRequests.ResumeAddress(needs.Location!["/sign-in?request=".Length..]) + "&client_id=wiki&state=other", "eve");

        Assert.Equal("af0ifjsldkj", answer.RedirectTo("https://rp.example/cb")["state"]);
        Assert.Equal(id, host.World.LastQuestion!.RequestId);
    }

    [Fact]
    public async Task A_handle_goes_stale_and_can_be_renewed()
    {
        var pending = host.Services.GetRequiredService<PendingRequests>();
        var handle = pending.Seal(pending.Begin(Stories.AuthorizationRequest()));
        Assert.False(pending.Open(handle)!.Expired);
        host.Clock.Advance(TimeSpan.FromMinutes(61));

        var old = pending.Open(handle)!;
        var renewed = pending.Open(pending.Renew(handle))!;

        Assert.True(old.Expired);
        Assert.Equal("helpdesk", old.ClientId);
        Assert.False(renewed.Expired);
        Assert.NotEqual(old.RequestId, renewed.RequestId);
        Assert.Equal(HttpStatusCode.SeeOther, (await host.GetAsync(PendingRequests.ResumeAddress(handle), "alice")).Status);
        host.Clock.Advance(TimeSpan.FromDays(8));
        Assert.Null(pending.Open(handle));
        Assert.Null(pending.Renew(handle[..^1]));
        (await host.GetAsync(PendingRequests.ResumeAddress(handle), "alice")).ShouldBeAnErrorPage();
    }

    [Fact]
    public async Task A_posted_request_goes_on_by_get()
    {
        var post = new Exchange(host, "/connect/authorize", null);
        foreach (var (name, value) in Stories.AuthorizationRequest())
        {
            post.Form[name] = value;
        }

        var answer = await post.SendAsync();

        Assert.Equal(HttpStatusCode.SeeOther, answer.Status);
        Assert.StartsWith("/connect/authorize?resume=", answer.Location);
        Assert.Contains("code", (await host.GetAsync(answer.Location!, "alice")).RedirectTo("https://rp.example/cb").Keys);
    }

    [Fact]
    public async Task RED_15_Form_post_is_a_page_that_may_post_to_the_client_only()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/connect/authorize?" + Stories.ToQuery(With("response_mode", "form_post")) + "%22%3E%3Cscript%3E");
        request.Headers.Add(World.PersonHeader, "alice");
        using var response = await host.Http.SendAsync(request);

        // The odd tail landed in response_mode and is refused; the honest request is answered by the page.
        Assert.Equal(HttpStatusCode.SeeOther, response.StatusCode);
        var answer = await host.AuthorizeAsync(With("response_mode", "form_post", "state", "\"><script>alert(1)</script>"));
        Assert.Equal(HttpStatusCode.OK, answer.Status);
        Assert.Contains("action=\"https://rp.example/cb\"", answer.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("<script>alert", answer.Text, StringComparison.Ordinal);
        Assert.Contains("name=\"iss\"", answer.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("response_mode", "fragment", "invalid_request")]
    [InlineData("response_mode", "web_message", "invalid_request")]
    [InlineData("response_mode", "query.jwt", "invalid_request")]
    [InlineData("response_type", "code code", "unsupported_response_type")]
    [InlineData("response_type", " code", "unsupported_response_type")]
    [InlineData("response_type", "CODE", "unsupported_response_type")]
    [InlineData("response_type", "none", "unauthorized_client")]
    [InlineData("response_type", "", "invalid_request")]
    [InlineData("request", "eyJ", "invalid_request_object")]
    [InlineData("request_uri", "https://evil.example/r", "invalid_request_uri")]
    [InlineData("registration", "{}", "registration_not_supported")]
    [InlineData("scope", "", "invalid_scope")]
    [InlineData("scope", "nothing we know", "invalid_scope")]
    [InlineData("scope", "openid \"", "invalid_scope")]
    [InlineData("code_challenge", "short", "invalid_request")]
    [InlineData("prompt", "none login", "invalid_request")]
    [InlineData("max_age", "-1", "invalid_request")]
    [InlineData("max_age", "1.5", "invalid_request")]
    [InlineData("max_age", "99999999999999999999", "invalid_request")]
    [InlineData("claims", "[]", "invalid_request")]
    [InlineData("claims", "{", "invalid_request")]
    [InlineData("claims", """{"id_token":[]}""", "invalid_request")]
    [InlineData("claims", """{"id_token":{"acr":{"values":"x"}}}""", "invalid_request")]
    [InlineData("claims", """{"a":{"a":{"a":{"a":{"a":{"a":{"a":{"a":{"a":1}}}}}}}}}""", "invalid_request")]
    [InlineData("id_token_hint", "nonsense", "invalid_request")]
    public async Task A_bad_parameter_is_told_to_the_client(string name, string value, string error)
    {
        var answer = (await host.AuthorizeAsync(With(name, value))).RedirectTo("https://rp.example/cb");

        Assert.Equal(error, answer["error"]);
        Assert.Equal("af0ifjsldkj", answer["state"]);
        Assert.Equal(ProviderHost.Issuer, answer["iss"]);
        Assert.DoesNotContain("code", answer.Keys);
    }

    [Fact]
    public async Task CON_04_A_scope_the_client_may_not_have_is_refused_and_an_unknown_one_ignored()
    {
        var request = Stories.AuthorizationRequest("stranger");
        request["scope"] = "openid phone";
        Assert.Equal("invalid_scope", (await host.AuthorizeAsync(request)).RedirectTo("https://stranger.example/cb")["error"]);

        Assert.Equal("openid", (await host.TokensAsync(change: r => r["scope"] = "openid openid admin OPENID " + string.Join(' ', Enumerable.Range(0, 500))))["scope"]);
    }

    [Theory]
    [InlineData("client_id", "nobody")]
    [InlineData("client_id", "")]
    [InlineData("client_id", "HELPDESK")]
    [InlineData("redirect_uri", "")]
    [InlineData("redirect_uri", "https://evil.example/cb")]
    public async Task RED_10_Nobody_is_redirected_before_client_and_address_are_good(string name, string value)
    {
        foreach (var extra in new[] { "state", "prompt", "response_type" })
        {
            var request = With(name, value);
            request[extra] = "none";
            (await host.AuthorizeAsync(request)).ShouldBeAnErrorPage();
        }
    }

    [Fact]
    public async Task RED_09_A_missing_or_repeated_redirect_uri_is_an_error_page()
    {
        foreach (var client in new[] { "helpdesk", "stranger" })
        {
            var request = Stories.AuthorizationRequest(client);
            request.Remove("redirect_uri");
            (await host.AuthorizeAsync(request)).ShouldBeAnErrorPage();
        }

        var query = "/connect/authorize?" + Stories.ToQuery(Stories.AuthorizationRequest());
        (await host.GetAsync(query + "&redirect_uri=https%3A%2F%2Frp.example%2Fcb", "alice")).ShouldBeAnErrorPage();
        (await host.GetAsync(query + "&client_id=helpdesk", "alice")).ShouldBeAnErrorPage();
        var array = Stories.AuthorizationRequest();
        array["redirect_uri[]"] = array["redirect_uri"];
        array.Remove("redirect_uri");
        (await host.AuthorizeAsync(array)).ShouldBeAnErrorPage();
    }

    [Theory]
    [InlineData("scope")]
    [InlineData("state")]
    [InlineData("response_type")]
    [InlineData("code_challenge")]
    [InlineData("unheard_of")]
    public async Task A_repeated_parameter_is_refused(string name)
    {
        var answer = await host.GetAsync($"/connect/authorize?{Stories.ToQuery(Stories.AuthorizationRequest())}&{name}=1&{name}=2", "alice");

        Assert.Equal("invalid_request", answer.RedirectTo("https://rp.example/cb")["error"]);
    }

    [Fact]
    public async Task RED_01_Every_case_of_the_redirect_list()
    {
        foreach (var group in SharedVectors.RedirectCases("use").GroupBy(c => string.Join(' ', c.Registered)))
        {
            var native = group.Key.Contains("127.0.0.1", StringComparison.Ordinal);
            var id = "red-" + native;
            await host.RegisterAsync(JsonSerializer.Serialize(new { client_id = id, client_secret = ProviderHost.Secret, first_party = true, application_type = native ? "native" : "web", redirect_uris = group.First().Registered }));
            foreach (var (_, candidate, accept) in group)
            {
                var request = With("redirect_uri", candidate);
                request["client_id"] = id;
                var answer = await host.AuthorizeAsync(request);
                if (accept)
                {
                    Assert.Contains("code", answer.RedirectTo(candidate).Keys);
                }
                else
                {
                    answer.ShouldBeAnErrorPage();
                }
            }
        }
    }

    [Theory]
    [InlineData("line\r\nSet-Cookie: x=1")]
    [InlineData("<script>alert(1)</script>")]
    [InlineData("Ķekava 🌲 ؟")]
    [InlineData("a=b&code=c#d")]
    public async Task RED_14_State_comes_back_as_it_went(string state)
    {
        var request = With("state", state);

        Assert.Equal(state, (await host.AuthorizeAsync(request)).RedirectTo("https://rp.example/cb")["state"]);
    }

    [Fact]
    public async Task RED_14_Four_kilobytes_of_state_survive_the_sign_in()
    {
        var state = Convert.ToBase64String(System.Security.Cryptography.RandomNumberGenerator.GetBytes(3072));
        host.World.AddPerson("late");
        var needs = await host.AuthorizeAsync(With("state", state), "late");
        host.World.SignIn("late");

        var answer = await host.GetAsync(PendingRequests.ResumeAddress(needs.Location!["/sign-in?request=".Length..]), "late");

        Assert.Equal(state, answer.RedirectTo("https://rp.example/cb")["state"]);
    }

    [Fact]
    public async Task The_question_carries_what_was_asked()
    {
        var claims = """{"id_token":{"acr":{"essential":true,"values":["medium"]},"auth_time":null},"userinfo":{"phone_number":null}}""";
        await host.AuthorizeAsync(With("claims", claims, "max_age", "60", "login_hint", "alice@example.org", "ui_locales", "lv en", "prompt", "login consent"), "alice");

        var question = host.World.LastQuestion!;
        Assert.Equal(["medium"], question.AcrValues);
        Assert.True(question.AcrEssential);
        Assert.Equal(TimeSpan.FromSeconds(60), question.MaxAge);
        Assert.Equal("alice@example.org", question.LoginHint);
        Assert.Equal(["lv", "en"], question.UiLocales);
        Assert.Equal(2, question.Prompts.Count);
        Assert.Equal("helpdesk", question.Client.ClientId);
    }

    [Theory]
    [InlineData("prompt", "login")]
    [InlineData("prompt", "select_account")]
    [InlineData("max_age", "0")]
    public async Task CON_06_A_fresh_proof_is_asked_for_and_then_enough(string name, string value)
    {
        host.World.AddPerson("fresh");
        host.World.SignIn("fresh");
        host.Clock.Advance(TimeSpan.FromSeconds(5));
        var needs = await host.AuthorizeAsync(With(name, value), "fresh");
        Assert.StartsWith("/sign-in", needs.Location);
        var resume = PendingRequests.ResumeAddress(needs.Location!["/sign-in?request=".Length..]);
        Assert.StartsWith("/sign-in", (await host.GetAsync(resume, "fresh")).Location);
        host.World.SignIn("fresh");

        Assert.Contains("code", (await host.GetAsync(resume, "fresh")).RedirectTo("https://rp.example/cb").Keys);
    }

    [Fact]
    public async Task Prompt_none_never_shows_anything()
    {
        Assert.Equal("login_required", (await host.AuthorizeAsync(With("prompt", "none"), null)).RedirectTo("https://rp.example/cb")["error"]);
        Assert.Contains("code", (await host.AuthorizeAsync(With("prompt", "none"))).RedirectTo("https://rp.example/cb").Keys);
    }

    [Fact]
    public async Task CON_08_A_hint_never_switches_people()
    {
        var hint = (await host.TokensAsync())["id_token"];
        host.World.AddPerson("mallory");
        host.World.SignIn("mallory");

        Assert.Contains("code", (await host.AuthorizeAsync(With("id_token_hint", hint, "prompt", "none"))).RedirectTo("https://rp.example/cb").Keys);
        Assert.Equal("login_required", (await host.AuthorizeAsync(With("id_token_hint", hint, "prompt", "none"), "mallory")).RedirectTo("https://rp.example/cb")["error"]);
        Assert.Equal("login_required", (await host.AuthorizeAsync(With("claims", """{"id_token":{"sub":{"value":"alice"}}}""", "prompt", "none"), "mallory")).RedirectTo("https://rp.example/cb")["error"]);
        host.Clock.Advance(TimeSpan.FromDays(3));
        Assert.Contains("code", (await host.AuthorizeAsync(With("id_token_hint", hint))).RedirectTo("https://rp.example/cb").Keys);
        Assert.Equal("alice", host.World.LastQuestion!.HintedSubject);
    }

    [Fact]
    public async Task Single_claims_can_be_asked_for()
    {
        var tokens = await host.TokensAsync(change: r =>
        {
            r["scope"] = "openid";
            r["claims"] = """{"userinfo":{"phone_number":{"essential":true},"no_such":null},"id_token":{"groups":null}}""";
        });

        var info = await host.UserInfoAsync(tokens["access_token"]);
        Assert.Equal("+37120000000", info["phone_number"]);
        Assert.False(info.Json.TryGetProperty("email", out _));
        Assert.True(Stories.Part(tokens["id_token"], 1).TryGetProperty("groups", out _));
    }

    [Fact]
    public async Task CLI_07_A_disabled_client_is_unknown_at_once()
    {
        var client = await host.RegisterAsync(Apps.Wiki.Replace("\"wiki\"", "\"off\"", StringComparison.Ordinal));
        var request = Stories.AuthorizationRequest("wiki");
        request["client_id"] = "off";
        Assert.Contains("code", (await host.AuthorizeAsync(request)).RedirectTo("https://wiki.example/oidc/callback").Keys);
        client.Disabled = true;
        await host.InScopeAsync<IClients>(c => c.ChangeAsync(client, CancellationToken.None));

        (await host.AuthorizeAsync(request)).ShouldBeAnErrorPage();
    }

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
