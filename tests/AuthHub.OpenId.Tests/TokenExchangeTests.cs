using System.Net;
using System.Text.Json;
using AuthHub.OpenId.Clients;
using AuthHub.OpenId.Tests.Hosting;
using Microsoft.Extensions.DependencyInjection;

namespace AuthHub.OpenId.Tests;

/// <summary>Token exchange (RFC 8693): for whom, for what, how long, and who is seen to act.</summary>
public sealed class TokenExchangeTests(ProviderHost host) : IClassFixture<ProviderHost>
{
    [Fact]
    public async Task An_API_gets_a_token_of_its_own_for_the_person_and_is_seen_to_act()
    {
        var subject = (await host.TokensAsync())["access_token"];

        var answer = await host.ExchangeAsync(subject);

        Assert.Equal((Exchanges.AccessToken, "Bearer", "openid profile"), (answer["issued_token_type"], answer["token_type"], answer["scope"]));
        Assert.False(answer.Json.TryGetProperty("refresh_token", out _));
        Assert.False(answer.Json.TryGetProperty("id_token", out _));
        var claims = Stories.Part(answer["access_token"], 1);
        Assert.Equal(("alice", "api", ProviderHost.Issuer), (claims.GetProperty("sub").GetString(), claims.GetProperty("client_id").GetString(), claims.GetProperty("aud").GetString()));
        Assert.Equal("""{"sub":"api"}""", claims.GetProperty("act").GetRawText());
        var me = await host.UserInfoAsync(answer["access_token"]);
        Assert.Equal("alice", me["sub"]);
        Assert.False(me.Json.TryGetProperty("email", out _));
        Assert.Contains(host.World.Records, record => record is { Type: "token.exchanged", Subject: "alice", ClientId: "api" });
    }

    [Fact]
    public async Task A_chain_of_actors_tells_who_came_before()
    {
        var subject = (await host.TokensAsync())["access_token"];
        var first = await host.ExchangeAsync(subject, audience: "ledger");

        var second = await host.ExchangeAsync(first["access_token"], "ledger", audience: "api");

        Assert.Equal("""{"sub":"ledger","act":{"sub":"api"}}""", Stories.Part(second["access_token"], 1).GetProperty("act").GetRawText());
    }

    [Fact]
    public async Task A_chain_does_not_grow_without_end()
    {
        var token = (await host.TokensAsync())["access_token"];
        for (var i = 0; i < 4; i++)
        {
            token = (await host.ExchangeAsync(token))["access_token"];
        }

        (await host.TokenExchange(token).SendAsync()).ShouldBeRefusedWith("invalid_request");
    }

    [Fact]
    public async Task An_actor_token_names_the_actor()
    {
        var exchange = host.TokenExchange((await host.TokensAsync())["access_token"]);
        (exchange.Form["actor_token"], exchange.Form["actor_token_type"]) = (await host.OwnTokenAsync("api"), Exchanges.AccessToken);

        Assert.Equal("""{"sub":"api"}""", Stories.Part((await exchange.SendAsync())["access_token"], 1).GetProperty("act").GetRawText());
    }

    [Fact]
    public async Task Only_a_named_client_leaves_no_trace_and_never_wipes_that_of_others()
    {
        var subject = (await host.TokensAsync())["access_token"];
        Assert.False(Stories.Part((await host.ExchangeAsync(subject, "twin"))["access_token"], 1).TryGetProperty("act", out _));
        Assert.True(Stories.Part((await host.ExchangeAsync(subject, "api"))["access_token"], 1).TryGetProperty("act", out _));

        var withActor = host.TokenExchange(subject, "twin");
        (withActor.Form["actor_token"], withActor.Form["actor_token_type"]) = (await host.OwnTokenAsync("twin"), Exchanges.AccessToken);
        var acted = (await withActor.SendAsync())["access_token"];
        var again = await host.ExchangeAsync(acted, "twin");
        Assert.Equal("""{"sub":"twin"}""", Stories.Part(again["access_token"], 1).GetProperty("act").GetRawText());
    }

    [Fact]
    public async Task TOK_18_Scope_only_shrinks()
    {
        var subject = (await host.TokensAsync())["access_token"];
        Assert.Equal("openid", (await host.ExchangeAsync(subject, scope: "openid"))["scope"]);

        foreach (var scope in (string[])["openid email", "tickets.read", "openid own.api", "offline_access", "\"", "openid openid admin"])
        {
            var exchange = host.TokenExchange(subject);
            exchange.Form["scope"] = scope;
            (await exchange.SendAsync()).ShouldBeRefusedWith("invalid_scope");
        }

        var narrow = (await host.ExchangeAsync(subject, scope: "openid"))["access_token"];
        var wider = host.TokenExchange(narrow);
        wider.Form["scope"] = "openid profile";
        (await wider.SendAsync()).ShouldBeRefusedWith("invalid_scope");
    }

    [Fact]
    public async Task TOK_18_A_resource_is_no_target_and_neither_is_a_stranger()
    {
        var subject = (await host.TokensAsync())["access_token"];
        foreach (var (name, value) in new[] { ("resource", "https://api.example"), ("audience", "helpdesk"), ("audience", "twin"), ("audience", "gone"), ("audience", "nobody"), ("audience", ProviderHost.Issuer + "/") })
        {
            var exchange = host.TokenExchange(subject);
            exchange.Form[name] = value;
            (await exchange.SendAsync()).ShouldBeRefusedWith("invalid_target");
        }
    }

    [Fact]
    public async Task TOK_27_A_token_for_one_audience_is_none_for_another()
    {
        var token = (await host.ExchangeAsync((await host.TokensAsync())["access_token"], audience: "ledger"))["access_token"];

        Assert.Equal("ledger", Stories.Part(token, 1).GetProperty("aud").GetString());
        Assert.Equal(HttpStatusCode.Unauthorized, (await host.UserInfoAsync(token)).Status);
        (await host.TokenExchange(token, "twin").SendAsync()).ShouldBeRefusedWith("invalid_request");
        (await host.TokenExchange(token, "nosy").SendAsync()).ShouldBeRefusedWith("invalid_request");
    }

    [Fact]
    public async Task TOK_23_Only_its_client_and_its_audience_learn_about_it()
    {
        var token = (await host.ExchangeAsync((await host.TokensAsync())["access_token"], audience: "ledger"))["access_token"];

        foreach (var client in (string[])["api", "ledger"])
        {
            var answer = await host.PostAsync("/connect/introspect", token, client);
            Assert.True(answer.Json.GetProperty("active").GetBoolean());
            Assert.Equal("""{"sub":"api"}""", answer.Json.GetProperty("act").GetRawText());
        }

        foreach (var client in (string[])["helpdesk", "nosy"])
        {
            Assert.Equal("""{"active":false}""", (await host.PostAsync("/connect/introspect", token, client)).Text);
        }
    }

    [Fact]
    public async Task TOK_16_Tokens_of_others_are_exchanged_by_named_clients_only()
    {
        var subject = (await host.TokensAsync())["access_token"];
        (await host.TokenExchange(subject, "nosy").SendAsync()).ShouldBeRefusedWith("invalid_request");
        (await host.TokenExchange(subject, "ledger").SendAsync()).ShouldBeRefusedWith("invalid_request");
        (await host.TokenExchange(subject, "helpdesk").SendAsync()).ShouldBeRefusedWith("unauthorized_client");

        var hybrid = (await host.TokensAsync("hybrid", change: request => request["scope"] = "openid profile"))["access_token"];
        (await host.TokenExchange(hybrid).SendAsync()).ShouldBeRefusedWith("invalid_request");
    }

    [Fact]
    public async Task It_ends_no_later_than_what_it_was_made_from()
    {
        var tokens = await host.TokensAsync();
        host.Clock.Advance(TimeSpan.FromMinutes(10));

        var answer = await host.ExchangeAsync(tokens["access_token"]);

        Assert.Equal(300, answer.Json.GetProperty("expires_in").GetInt32());
        Assert.Equal(Stories.Part(tokens["access_token"], 1).GetProperty("exp").GetInt64(), Stories.Part(answer["access_token"], 1).GetProperty("exp").GetInt64());
        host.Clock.Advance(TimeSpan.FromMinutes(5));
        Assert.Equal(HttpStatusCode.Unauthorized, (await host.UserInfoAsync(answer["access_token"])).Status);
        (await host.TokenExchange(tokens["access_token"]).SendAsync()).ShouldBeRefusedWith("invalid_request");
    }

    [Fact]
    public async Task What_ends_the_family_ends_it_too()
    {
        var tokens = await host.TokensAsync();
        var first = (await host.ExchangeAsync(tokens["access_token"], audience: "ledger"))["access_token"];
        var second = (await host.ExchangeAsync(first, "ledger"))["access_token"];
        Assert.Equal(HttpStatusCode.OK, (await host.UserInfoAsync(second)).Status);

        await host.PostAsync("/connect/revoke", tokens["refresh_token"]);

        Assert.Equal(HttpStatusCode.Unauthorized, (await host.UserInfoAsync(second)).Status);
        Assert.Equal("""{"active":false}""", (await host.PostAsync("/connect/introspect", first, "ledger")).Text);
        (await host.TokenExchange(first, "ledger").SendAsync()).ShouldBeRefusedWith("invalid_request");
        (await host.TokenExchange(tokens["access_token"]).SendAsync()).ShouldBeRefusedWith("invalid_request");
    }

    [Fact]
    public async Task Revoking_it_leaves_what_it_was_made_from_alone()
    {
        var tokens = await host.TokensAsync();
        var token = (await host.ExchangeAsync(tokens["access_token"], audience: "ledger"))["access_token"];
        (await host.PostAsync("/connect/revoke", token, "ledger")).ShouldBeRefusedWith("unauthorized_client");

        Assert.Equal(HttpStatusCode.OK, (await host.PostAsync("/connect/revoke", token, "api")).Status);

        Assert.Equal("""{"active":false}""", (await host.PostAsync("/connect/introspect", token, "ledger")).Text);
        Assert.Equal(HttpStatusCode.OK, (await host.UserInfoAsync(tokens["access_token"])).Status);
    }

    [Fact]
    public async Task TOK_17_It_dies_with_its_person_session_and_client()
    {
        host.World.AddPerson("hugo");
        host.World.SignIn("hugo");
        var subject = (await host.TokensAsync(person: "hugo"))["access_token"];
        var token = (await host.ExchangeAsync(subject))["access_token"];
        host.World.Change("hugo", person => person with { DemandMet = false });
        Assert.Equal(HttpStatusCode.Unauthorized, (await host.UserInfoAsync(token)).Status);
        (await host.TokenExchange(subject).SendAsync()).ShouldBeRefusedWith("invalid_request");
        host.World.Change("hugo", person => person with { DemandMet = true });
        Assert.Equal(HttpStatusCode.OK, (await host.UserInfoAsync(token)).Status);

        host.World.EndSession("hugo");

        Assert.Equal(HttpStatusCode.Unauthorized, (await host.UserInfoAsync(token)).Status);
    }

    [Fact]
    public async Task CLI_07_It_dies_with_the_client_that_exchanged()
    {
        await host.RegisterAsync("""{ "client_id": "brief", "client_secret": "s3cret-of-thirty-two-characters-x", "grant_types": ["urn:ietf:params:oauth:grant-type:token-exchange"], "token_exchange_from": ["helpdesk"], "scope": "openid" }""");
        host.Services.GetRequiredService<ClientCatalog>().Invalidate();
        var token = (await host.ExchangeAsync((await host.TokensAsync())["access_token"], "brief"))["access_token"];
        Assert.Equal(HttpStatusCode.OK, (await host.UserInfoAsync(token)).Status);

        await host.InScopeAsync<IClients>(clients => clients.RemoveAsync("brief", CancellationToken.None));
        host.Services.GetRequiredService<ClientCatalog>().Invalidate();

        Assert.Equal(HttpStatusCode.Unauthorized, (await host.UserInfoAsync(token)).Status);
    }

    [Fact]
    public async Task REQ_07_A_bound_token_needs_its_key()
    {
        var (key, other) = (new TestKey(), new TestKey());
        var bound = (await (await host.CodeExchangeAsync()).SendAsync(host.Proof(key)))["access_token"];
        (await host.TokenExchange(bound).SendAsync()).ShouldBeRefusedWith("invalid_request");
        (await host.TokenExchange(bound).SendAsync(host.Proof(other))).ShouldBeRefusedWith("invalid_request");

        var answer = await host.TokenExchange(bound).SendAsync(host.Proof(key));

        Assert.Equal("DPoP", answer["token_type"]);
        Assert.Equal(key.Thumbprint, Stories.Part(answer["access_token"], 1).GetProperty("cnf").GetProperty("jkt").GetString());
        var actor = new Exchange(host, "/connect/token", "api") { Form = { ["grant_type"] = "client_credentials" } };
        var boundActor = (await actor.SendAsync(host.Proof(key)))["access_token"];
        var exchange = host.TokenExchange((await host.TokensAsync())["access_token"]);
        (exchange.Form["actor_token"], exchange.Form["actor_token_type"]) = (boundActor, Exchanges.AccessToken);
        (await exchange.SendAsync()).ShouldBeRefusedWith("invalid_request");
        Assert.Equal(HttpStatusCode.OK, (await exchange.SendAsync(host.Proof(key))).Status);
    }

    [Fact]
    public async Task Only_access_tokens_of_people_are_exchanged()
    {
        var tokens = await host.TokensAsync();
        foreach (var token in (string[])[tokens["id_token"], tokens["refresh_token"], await host.OwnTokenAsync("api"), tokens["access_token"] + "A", tokens["access_token"][..^2], "rubbish", ""])
        {
            (await host.TokenExchange(token).SendAsync()).ShouldBeRefusedWith("invalid_request");
        }
    }

    [Theory]
    [InlineData("subject_token_type", null)]
    [InlineData("subject_token_type", "urn:ietf:params:oauth:token-type:id_token")]
    [InlineData("subject_token_type", "urn:ietf:params:oauth:token-type:refresh_token")]
    [InlineData("subject_token_type", "urn:ietf:params:oauth:token-type:saml2")]
    [InlineData("subject_token", null)]
    [InlineData("requested_token_type", "urn:ietf:params:oauth:token-type:refresh_token")]
    [InlineData("requested_token_type", "urn:ietf:params:oauth:token-type:id_token")]
    [InlineData("actor_token_type", "urn:ietf:params:oauth:token-type:access_token")]
    [InlineData("actor_token", "rubbish")]
    public async Task A_request_that_is_not_right_is_refused(string name, string? value)
    {
        var exchange = host.TokenExchange((await host.TokensAsync())["access_token"]);
        exchange.Form[name] = value ?? "";

        (await exchange.SendAsync()).ShouldBeRefusedWith("invalid_request");
    }

    [Fact]
    public async Task An_actor_is_the_client_that_asks_and_nobody_acting_for_others()
    {
        var subject = (await host.TokensAsync())["access_token"];
        foreach (var actor in new[] { await host.OwnTokenAsync("ledger"), subject, (await host.ExchangeAsync(subject))["access_token"], (await host.TokensAsync())["id_token"] })
        {
            var exchange = host.TokenExchange(subject);
            (exchange.Form["actor_token"], exchange.Form["actor_token_type"]) = (actor, Exchanges.AccessToken);
            (await exchange.SendAsync()).ShouldBeRefusedWith("invalid_request");
        }

        var revoked = await host.OwnTokenAsync("api");
        await host.PostAsync("/connect/revoke", revoked, "api");
        var late = host.TokenExchange(subject);
        (late.Form["actor_token"], late.Form["actor_token_type"]) = (revoked, Exchanges.AccessToken);
        (await late.SendAsync()).ShouldBeRefusedWith("invalid_request");
    }

    [Fact]
    public void CLI_13_An_app_gives_itself_no_right()
    {
        var registration = host.Services.GetRequiredService<ClientRegistration>();
        var own = """{ "redirect_uris": ["https://rp.example/cb"], "token_exchange_from": ["helpdesk"], "token_exchange_impersonate": true }""";
        var itself = Assert.IsType<RegistrationVerdict.Accepted>(registration.ReadOwn(JsonElement.Parse(own))).Client.Metadata;
        Assert.True(itself is { TokenExchangeFrom: null, TokenExchangeImpersonate: false });
        Assert.IsType<RegistrationVerdict.Refused>(registration.ReadOwn(JsonElement.Parse("""{ "grant_types": ["urn:ietf:params:oauth:grant-type:token-exchange"] }""")));
        Assert.IsType<RegistrationVerdict.Refused>(registration.Read(JsonElement.Parse("""{ "grant_types": ["urn:ietf:params:oauth:grant-type:token-exchange"], "token_endpoint_auth_method": "none" }""")));

        var named = Assert.IsType<RegistrationVerdict.Accepted>(registration.Read(JsonElement.Parse("""{ "grant_types": ["urn:ietf:params:oauth:grant-type:token-exchange"], "token_exchange_from": ["helpdesk"] }"""))).Client;
        var changed = Assert.IsType<RegistrationVerdict.Accepted>(registration.ReadOwn(JsonElement.Parse("""{ "grant_types": ["urn:ietf:params:oauth:grant-type:token-exchange"], "token_exchange_from": ["wiki"] }"""), named)).Client;
        Assert.Equal(["helpdesk"], changed.Metadata.TokenExchangeFrom!);
    }
}
