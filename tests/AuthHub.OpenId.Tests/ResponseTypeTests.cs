using System.Buffers.Text;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using AuthHub.OpenId.Tests.Hosting;

namespace AuthHub.OpenId.Tests;

public sealed class ResponseTypeTests(ProviderHost host) : IClassFixture<ProviderHost>
{
    private const string Address = "https://hybrid.example/cb";

    [Theory]
    [InlineData("token")]
    [InlineData("id_token token")]
    [InlineData("token id_token")]
    [InlineData("code token")]
    [InlineData("code id_token token")]
    public async Task RED_16_Access_tokens_are_never_put_into_a_redirect(string type)
    {
        foreach (var client in new[] { "helpdesk", "hybrid" })
        {
            var answer = (await host.AuthorizeAsync(Asking(type, client))).FragmentAt(client == "hybrid" ? Address : "https://rp.example/cb");

            Assert.Equal("unsupported_response_type", answer["error"]);
            Assert.Equal("af0ifjsldkj", answer["state"]);
            Assert.Equal(4, answer.Count);
        }
    }

    [Theory]
    [InlineData("code id_token")]
    [InlineData("id_token")]
    [InlineData("none")]
    public async Task RED_16_A_type_has_to_be_registered(string type)
    {
        var request = Asking(type, "helpdesk");
        var answer = await host.AuthorizeAsync(request);

        Assert.Equal("unauthorized_client", (type == "none" ? answer.RedirectTo("https://rp.example/cb") : answer.FragmentAt("https://rp.example/cb"))["error"]);
    }

    [Theory]
    [InlineData("code id_token")]
    [InlineData("id_token code")]
    public async Task Code_and_id_token_come_in_the_fragment_tied_together(string type)
    {
        var answer = (await host.AuthorizeAsync(Asking(type))).FragmentAt(Address);

        Assert.Equal(["code", "id_token", "iss", "session_state", "state"], answer.Keys.Order());
        var claims = Stories.Part(answer["id_token"], 1);
        Assert.Equal(HalfHash(answer["code"]), claims.GetProperty("c_hash").GetString());
        Assert.Equal(HalfHash("af0ifjsldkj"), claims.GetProperty("s_hash").GetString());
        Assert.Equal("n-0S6_WzA2Mj", claims.GetProperty("nonce").GetString());
        Assert.Equal("hybrid", claims.GetProperty("aud").GetString());
        Assert.False(claims.TryGetProperty("at_hash", out _));

        var exchange = new Exchange(host, "/connect/token", "hybrid") { Form = { ["grant_type"] = "authorization_code", ["code"] = answer["code"], ["redirect_uri"] = Address, ["code_verifier"] = Stories.Verifier } };
        var later = Stories.Part((await exchange.SendAsync())["id_token"], 1);
        Assert.Equal(claims.GetProperty("sub").GetString(), later.GetProperty("sub").GetString());
        Assert.Equal(claims.GetProperty("nonce").GetString(), later.GetProperty("nonce").GetString());
        Assert.False(later.TryGetProperty("c_hash", out _));
        Assert.True(later.TryGetProperty("at_hash", out _));
    }

    [Fact]
    public async Task An_id_token_alone_needs_no_code_and_brings_the_claims()
    {
        var request = Asking("id_token");
        request.Remove("code_challenge");
        request.Remove("code_challenge_method");
        request.Remove("state");
        var answer = (await host.AuthorizeAsync(request)).FragmentAt(Address);

        Assert.Equal(["id_token", "iss", "session_state"], answer.Keys.Order());
        var claims = Stories.Part(answer["id_token"], 1);
        Assert.Equal("alice@example.org", claims.GetProperty("email").GetString());
        Assert.True(claims.TryGetProperty("auth_time", out _));
        Assert.False(claims.TryGetProperty("c_hash", out _));
        Assert.False(claims.TryGetProperty("s_hash", out _));
    }

    [Fact]
    public async Task None_tells_only_that_it_is_so()
    {
        var answer = (await host.AuthorizeAsync(Asking("none"))).RedirectTo(Address);

        Assert.Equal(["iss", "state"], answer.Keys.Order());
        Assert.Equal("login_required", (await host.AuthorizeAsync(Asking("none", change: r => r["prompt"] = "none"), null)).RedirectTo(Address)["error"]);
    }

    [Theory]
    [InlineData("code id_token", "nonce", null, "invalid_request")]
    [InlineData("id_token", "nonce", null, "invalid_request")]
    [InlineData("id_token", "nonce", "", "invalid_request")]
    [InlineData("id_token", "scope", "email", "invalid_scope")]
    [InlineData("code id_token", "code_challenge", null, "invalid_request")]
    [InlineData("id_token", "code_challenge_method", "plain", "invalid_request")]
    [InlineData("code id_token", "response_mode", "query", "invalid_request")]
    [InlineData("id_token", "response_mode", "query", "invalid_request")]
    [InlineData("code id_token", "response_mode", "web_message", "invalid_request")]
    public async Task Errors_of_types_with_an_id_token_come_in_the_fragment(string type, string name, string? value, string error)
    {
        var answer = (await host.AuthorizeAsync(Asking(type, change: r =>
        {
            if (value is null)
            {
                r.Remove(name);
            }
            else
            {
                r[name] = value;
            }
        }))).FragmentAt(Address);

        Assert.Equal(error, answer["error"]);
        Assert.Equal("af0ifjsldkj", answer["state"]);
        Assert.Equal(ProviderHost.Issuer, answer["iss"]);
        Assert.DoesNotContain("id_token", answer.Keys);
    }

    [Theory]
    [InlineData("code", "fragment")]
    [InlineData("none", "fragment")]
    [InlineData("code", "form_post")]
    [InlineData("none", "form_post")]
    [InlineData("id_token", "form_post")]
    [InlineData("code id_token", "form_post")]
    public async Task RED_15_A_mode_that_is_registered_is_used_for_answers_and_errors(string type, string mode)
    {
        var good = await host.AuthorizeAsync(Asking(type, change: r => r["response_mode"] = mode));
        var bad = await host.AuthorizeAsync(Asking(type, change: r => (r["response_mode"], r["prompt"]) = (mode, "none")), null);

        var answer = mode == "fragment" ? good.FragmentAt(Address) : good.PostedTo(Address);
        Assert.Equal("af0ifjsldkj", answer["state"]);
        Assert.Equal(type.Contains("code", StringComparison.Ordinal), answer.ContainsKey("code"));
        Assert.Equal(type.Contains("id_token", StringComparison.Ordinal), answer.ContainsKey("id_token"));
        Assert.Equal("login_required", (mode == "fragment" ? bad.FragmentAt(Address) : bad.PostedTo(Address))["error"]);
    }

    [Fact]
    public async Task RED_15_A_mode_that_is_not_registered_is_refused()
    {
        await host.RegisterAsync("""{ "client_id": "narrow", "client_secret": "s3cret-of-thirty-two-characters-x", "first_party": true, "redirect_uris": ["https://hybrid.example/cb"], "response_modes": ["fragment"] }""");

        Assert.Contains("code", (await host.AuthorizeAsync(Asking("code", change: r => (r["client_id"], r["response_mode"]) = ("narrow", "fragment")))).FragmentAt(Address).Keys);
        Assert.Equal("invalid_request", (await host.AuthorizeAsync(Asking("code", change: r => (r["client_id"], r["response_mode"]) = ("narrow", "form_post")))).RedirectTo(Address)["error"]);
        Assert.Equal("invalid_request", (await host.AuthorizeAsync(Asking("code", change: r => r["client_id"] = "narrow"))).RedirectTo(Address)["error"]);
    }

    [Fact]
    public async Task A_repeated_type_or_mode_decides_nothing()
    {
        var query = "/connect/authorize?" + Stories.ToQuery(Asking("code"));

        Assert.Equal("invalid_request", (await host.GetAsync(query + "&response_type=id_token", "alice")).RedirectTo(Address)["error"]);
        Assert.Equal("invalid_request", (await host.GetAsync(query + "&response_mode=form_post&response_mode=fragment", "alice")).RedirectTo(Address)["error"]);
    }

    [Fact]
    public async Task Nobody_gets_an_id_token_for_a_person_who_is_gone()
    {
        host.World.AddPerson("gone");
        host.World.SignIn("gone");
        host.World.Change("gone", p => p with { Active = false });

        var answer = await host.AuthorizeAsync(Asking("code id_token"), "gone");

        Assert.Equal("login_required", answer.FragmentAt(Address)["error"]);
        Assert.Equal(HttpStatusCode.SeeOther, answer.Status);
    }

    private static Dictionary<string, string> Asking(string type, string client = "hybrid", Action<Dictionary<string, string>>? change = null)
    {
        var request = Stories.AuthorizationRequest(client);
        request["response_type"] = type;
        change?.Invoke(request);
        return request;
    }

    private static string HalfHash(string text) => Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(text)).AsSpan(0, 16));
}
