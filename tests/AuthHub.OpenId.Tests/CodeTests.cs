using System.Net;
using AuthHub.OpenId.Audit;
using AuthHub.OpenId.Tests.Hosting;

namespace AuthHub.OpenId.Tests;

public sealed class CodeTests(ProviderHost host) : IClassFixture<ProviderHost>
{
    [Fact]
    public async Task A_valid_exchange_brings_all_tokens()
    {
        var answer = await (await host.CodeExchangeAsync()).SendAsync();

        Assert.Equal(HttpStatusCode.OK, answer.Status);
        Assert.Equal("application/json", answer.ContentType);
        Assert.Equal("no-store", answer.CacheControl);
        Assert.Equal("Bearer", answer["token_type"]);
        var access = Stories.Part(answer["access_token"], 0);
        Assert.Equal("at+jwt", access.GetProperty("typ").GetString());
        Assert.Equal("ES256", access.GetProperty("alg").GetString());
        var id = Stories.Part(answer["id_token"], 1);
        Assert.Equal("RS256", Stories.Part(answer["id_token"], 0).GetProperty("alg").GetString());
        Assert.Equal("n-0S6_WzA2Mj", id.GetProperty("nonce").GetString());
        Assert.Equal("helpdesk", id.GetProperty("aud").GetString());
        Assert.Equal("basic", id.GetProperty("acr").GetString());
        Assert.Equal("pwd", id.GetProperty("amr")[0].GetString());
        Assert.Equal("Jānis Bērziņš", id.GetProperty("name").GetString());
        Assert.Equal("alice@example.org", id.GetProperty("email").GetString());
        Assert.Equal("helpdesk-agent", id.GetProperty("roles")[0].GetString());
        Assert.True(id.TryGetProperty("sid", out _) && id.TryGetProperty("at_hash", out _) && id.TryGetProperty("auth_time", out _));
        Assert.False(id.TryGetProperty("phone_number", out _));
    }

    [Fact]
    public async Task TOK_01_A_code_redeemed_twice_kills_the_family()
    {
        var exchange = await host.CodeExchangeAsync();
        var first = await exchange.SendAsync();
        Assert.Equal(HttpStatusCode.OK, (await host.UserInfoAsync(first["access_token"])).Status);

        (await exchange.SendAsync()).ShouldBeRefusedWith("invalid_grant");

        Assert.Equal(HttpStatusCode.Unauthorized, (await host.UserInfoAsync(first["access_token"])).Status);
        (await host.RefreshAsync(first["refresh_token"])).ShouldBeRefusedWith("invalid_grant");
        Assert.Contains(host.World.Records, r => r.Type == ProtocolAuditTypes.CodeReused && r.Subject == "alice");
    }

    [Fact]
    public async Task TOK_02_Of_fifty_parallel_redemptions_one_wins()
    {
        var exchange = await host.CodeExchangeAsync();

        var answers = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => exchange.SendAsync()));

        Assert.Single(answers, a => a.Status == HttpStatusCode.OK);
        Assert.All(answers.Where(a => a.Status != HttpStatusCode.OK), a => a.ShouldBeRefusedWith("invalid_grant"));
    }

    [Fact]
    public async Task TOK_03_A_code_of_another_client_is_refused_and_burnt()
    {
        var exchange = await host.CodeExchangeAsync();
        exchange.BasicId = "wiki";

        (await exchange.SendAsync()).ShouldBeRefusedWith("invalid_grant");

        exchange.BasicId = "helpdesk";
        (await exchange.SendAsync()).ShouldBeRefusedWith("invalid_grant");
    }

    [Theory]
    [InlineData("https://rp.example/cb?x=1")]
    [InlineData("https://rp.example/cb/")]
    [InlineData("")]
    [InlineData(null)]
    public async Task TOK_04_A_code_for_another_redirect_uri_is_refused(string? uri)
    {
        var exchange = await host.CodeExchangeAsync();
        exchange.Form.Remove("redirect_uri");
        if (uri is not null)
        {
            exchange.Form["redirect_uri"] = uri;
        }

        (await exchange.SendAsync()).ShouldBeRefusedWith("invalid_grant");
    }

    [Fact]
    public async Task TOK_05_A_code_is_dead_after_sixty_seconds()
    {
        var exchange = await host.CodeExchangeAsync();
        host.Clock.Advance(TimeSpan.FromSeconds(61));

        (await exchange.SendAsync()).ShouldBeRefusedWith("invalid_grant");
    }

    [Theory]
    [InlineData("helpdesk")]
    [InlineData("phone")]
    public async Task TOK_06_A_request_without_challenge_is_refused(string client)
    {
        var request = Stories.AuthorizationRequest(client);
        request.Remove("code_challenge");
        request.Remove("code_challenge_method");

        Assert.Equal("invalid_request", (await host.AuthorizeAsync(request)).RedirectTo(request["redirect_uri"])["error"]);
    }

    [Theory]
    [InlineData("plain")]
    [InlineData("s256")]
    [InlineData("")]
    public async Task TOK_06_Only_S256_is_a_method(string method)
    {
        var request = Stories.AuthorizationRequest();
        request["code_challenge_method"] = method;

        Assert.Equal("invalid_request", (await host.AuthorizeAsync(request)).RedirectTo(request["redirect_uri"])["error"]);
    }

    [Theory]
    [InlineData("another-verifier-of-forty-three-characters-or-0")]
    [InlineData("short")]
    [InlineData("")]
    [InlineData(null)]
    public async Task TOK_08_A_wrong_or_missing_verifier_burns_the_code(string? verifier)
    {
        var exchange = await host.CodeExchangeAsync();
        exchange.Form.Remove("code_verifier");
        if (verifier is not null)
        {
            exchange.Form["code_verifier"] = verifier;
        }

        (await exchange.SendAsync()).ShouldBeRefusedWith("invalid_grant");

        exchange.Form["code_verifier"] = Stories.Verifier;
        (await exchange.SendAsync()).ShouldBeRefusedWith("invalid_grant");
    }

    [Fact]
    public async Task TOK_08_A_verifier_without_challenge_is_refused()
    {
        var exchange = await host.CodeExchangeAsync("wiki", change: WithoutProofs);
        exchange.Form["code_verifier"] = Stories.Verifier;

        (await exchange.SendAsync()).ShouldBeRefusedWith("invalid_grant");
    }

    [Fact]
    public async Task S_042_An_exempted_app_needs_neither_challenge_nor_nonce()
    {
        var answer = await host.TokensAsync("wiki", change: WithoutProofs);

        Assert.False(Stories.Part(answer["id_token"], 1).TryGetProperty("nonce", out _));
        Assert.False(answer.Json.TryGetProperty("refresh_token", out _));
    }

    [Fact]
    public async Task TOK_12_A_damaged_code_is_unknown()
    {
        var exchange = await host.CodeExchangeAsync();
        var code = exchange.Form["code"];
        foreach (var damaged in new[] { code[..^1], code + "A", code + "=", code + " ", " " + code, code.ToUpperInvariant(), "\uFF21" + code[1..] })
        {
            exchange.Form["code"] = damaged;
            (await exchange.SendAsync()).ShouldBeRefusedWith("invalid_grant");
        }

        exchange.Form["code"] = code;
        Assert.Equal(HttpStatusCode.OK, (await exchange.SendAsync()).Status);
    }

    [Fact]
    public async Task TOK_17_A_code_dies_with_the_person()
    {
        host.World.AddPerson("bob");
        host.World.SignIn("bob");
        var exchange = await host.CodeExchangeAsync(person: "bob");
        host.World.Change("bob", b => b with { Active = false });

        (await exchange.SendAsync()).ShouldBeRefusedWith("invalid_grant");
    }

    private static void WithoutProofs(Dictionary<string, string> request)
    {
        request.Remove("code_challenge");
        request.Remove("code_challenge_method");
        request.Remove("nonce");
    }
}
