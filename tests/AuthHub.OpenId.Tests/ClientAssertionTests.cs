using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using AuthHub.OpenId.Tests.Hosting;
using AuthHub.Storage;
using Microsoft.EntityFrameworkCore;

namespace AuthHub.OpenId.Tests;

public sealed class ClientAssertionTests(ProviderHost host) : IClassFixture<ProviderHost>
{
    private const string AssertionType = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

    private static int _clients;

    private readonly TestKey _key = new();

    [Theory]
    [InlineData("JWT")]
    [InlineData("client-authentication+jwt")]
    [InlineData(null)]
    public async Task A_client_proves_itself_by_its_signature(string? typ)
    {
        var id = await RegisterAsync();
        var header = new JsonObject { ["alg"] = "ES256", ["kid"] = "k1" };
        if (typ is not null)
        {
            header["typ"] = typ;
        }

        Assert.Equal(HttpStatusCode.OK, (await SendAsync(_key.Sign(Claims(id), header))).Status);
        Assert.Equal(HttpStatusCode.OK, (await SendAsync(_key.Sign(Claims(id)), form => form["client_id"] = id)).Status);
    }

    [Theory]
    [InlineData("RS256")]
    [InlineData("PS256")]
    public async Task A_key_without_alg_and_kid_serves_what_is_registered(string algorithm)
    {
        var key = new TestKey("k1", algorithm);
        var id = await RegisterAsync($"\"token_endpoint_auth_signing_alg\": \"{algorithm}\", \"jwks\": {{\"keys\":[{key.Jwk}]}}");

        Assert.Equal(HttpStatusCode.OK, (await SendAsync(key.Sign(Claims(id), new JsonObject { ["alg"] = algorithm }))).Status);
    }

    [Fact]
    public async Task CLI_02_An_assertion_is_one_way_and_the_registered_one()
    {
        var id = await RegisterAsync();
        Refused(await SendAsync(_key.Sign(Claims(id)), form => form["client_secret"] = ProviderHost.Secret));
        Refused(await SendAsync(_key.Sign(Claims(id)), basic: id));
        Refused(await SendAsync(_key.Sign(Claims(id)), form => form["client_assertion_type"] = "urn:ietf:params:oauth:client-assertion-type:saml2-bearer"));
        Refused(await SendAsync(_key.Sign(Claims(id)), form => form.Remove("client_assertion_type")));
        Refused(await SendAsync(_key.Sign(Claims(id)), form => form["client_assertion_type"] = ""));
        Refused(await SendAsync(_key.Sign(Claims(id)), form => form["client_id"] = "helpdesk"));
        Refused(await SendAsync(null, form => (form["client_id"], form["client_secret"]) = (id, ProviderHost.Secret)));
        Refused(await SendAsync(null, form => form["client_id"] = id));
        Refused(await SendAsync(null, basic: id));
        Refused(await SendAsync(_key.Sign(Claims("machine"))));
        Refused(await SendAsync(_key.Sign(Claims("nobody"))));
    }

    [Fact]
    public async Task CLI_03_An_assertion_is_good_once_also_in_parallel()
    {
        var id = await RegisterAsync();
        var assertion = _key.Sign(Claims(id));

        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => SendAsync(assertion)));

        Assert.Equal(1, answers.Count(answer => answer.Status == HttpStatusCode.OK));
        Assert.All(answers.Where(answer => answer.Status != HttpStatusCode.OK), answer => Refused(answer));
        Refused(await SendAsync(assertion));
        Refused(await SendAsync(_key.Sign(Claims(id, ("jti", JsonNode.Parse(Encoding.UTF8.GetString(System.Buffers.Text.Base64Url.DecodeFromChars(assertion.Split('.')[1])))!["jti"]!.GetValue<string>())))));
    }

    [Fact]
    public async Task CLI_03_Two_clients_may_choose_the_same_jti()
    {
        var (one, other) = (await RegisterAsync(), await RegisterAsync());

        Assert.Equal(HttpStatusCode.OK, (await SendAsync(_key.Sign(Claims(one, ("jti", "same"))))).Status);
        Assert.Equal(HttpStatusCode.OK, (await SendAsync(_key.Sign(Claims(other, ("jti", "same"))))).Status);
    }

    [Theory]
    [InlineData("\"https://id.example.org/connect/token\"")]
    [InlineData("\"https://id.example.org/connect/par\"")]
    [InlineData("[\"https://id.example.org\"]")]
    [InlineData("[\"https://id.example.org\", \"https://other.example\"]")]
    [InlineData("\"https://id.example.org/\"")]
    [InlineData("\"https://id.example\"")]
    [InlineData("\"https://ID.example.org\"")]
    [InlineData("\"https://other.example\"")]
    [InlineData("\"\"")]
    [InlineData("[]")]
    [InlineData("5")]
    [InlineData("null")]
    public async Task CLI_04_The_audience_is_the_issuer_and_nothing_else(string audience)
    {
        var id = await RegisterAsync();

        Refused(await SendAsync(_key.Sign(Claims(id, ("aud", JsonNode.Parse(audience))))));
    }

    [Theory]
    [InlineData("exp", 3)]
    [InlineData("exp", 300)]
    [InlineData("nbf", 8)]
    [InlineData("iat", 8)]
    [InlineData("iat", -240)]
    public async Task CLI_05_Clocks_may_differ_a_little(string claim, int seconds)
    {
        var id = await RegisterAsync();

        Assert.Equal(HttpStatusCode.OK, (await SendAsync(_key.Sign(Claims(id, (claim, Now + seconds))))).Status);
    }

    [Theory]
    [InlineData("exp", -11)]
    [InlineData("exp", 31536000)]
    [InlineData("exp", 331)]
    [InlineData("nbf", 61)]
    [InlineData("iat", 61)]
    [InlineData("iat", -3600)]
    public async Task CLI_05_Times_out_of_bounds_are_refused(string claim, int seconds)
    {
        var id = await RegisterAsync();

        Refused(await SendAsync(_key.Sign(Claims(id, (claim, Now + seconds)))));
    }

    [Fact]
    public async Task CLI_05_Every_claim_is_needed_and_typed()
    {
        var id = await RegisterAsync();
        foreach (var missing in new[] { "iss", "sub", "aud", "exp", "jti" })
        {
            var claims = Claims(id);
            claims.Remove(missing);
            Refused(await SendAsync(_key.Sign(claims), form => form["client_id"] = id));
        }

        Refused(await SendAsync(_key.Sign(Claims(id, ("iss", "helpdesk")))));
        Refused(await SendAsync(_key.Sign(Claims(id, ("sub", "helpdesk")))));
        Refused(await SendAsync(_key.Sign(Claims(id, ("jti", "")))));
        Refused(await SendAsync(_key.Sign(Claims(id, ("jti", 5)))));
        Refused(await SendAsync(_key.Sign(Claims(id, ("exp", (Now + 60).ToString())))));
        Refused(await SendAsync(_key.Sign(Claims(id, ("exp", Now + 60.5)))));
    }

    [Fact]
    public async Task CLI_05_JOS_01_JOS_02_The_algorithm_is_the_registered_one()
    {
        var id = await RegisterAsync("\"token_endpoint_auth_signing_alg\": \"ES256\", \"jwks\": " + TestKey.Jwks(_key));
        foreach (var none in new[] { "none", "None", "NONE", "" })
        {
            Refused(await SendAsync(TestKey.Unsigned(Claims(id), none)));
        }

        foreach (var secret in new[] { _key.Jwk.ToJsonString(), TestKey.Jwks(_key), _key.Jwk["x"]!.GetValue<string>(), "" })
        {
            Refused(await SendAsync(TestKey.Mac(secret, Claims(id))));
        }

        var rsa = new TestKey("k1", "RS256");
        Refused(await SendAsync(rsa.Sign(Claims(id))));
        var both = await RegisterAsync("\"token_endpoint_auth_signing_alg\": \"PS256\", \"jwks\": " + TestKey.Jwks(rsa));
        Refused(await SendAsync(rsa.Sign(Claims(both))));
    }

    [Fact]
    public async Task JOS_03_JOS_10_Foreign_keys_headers_and_kinds_are_refused()
    {
        var id = await RegisterAsync();
        var stranger = new TestKey();
        Refused(await SendAsync(stranger.Sign(Claims(id))));
        Refused(await SendAsync(stranger.Sign(Claims(id), new JsonObject { ["alg"] = "ES256", ["jwk"] = stranger.Jwk })));
        Refused(await SendAsync(_key.Sign(Claims(id), new JsonObject { ["alg"] = "ES256", ["jku"] = "https://evil.example/keys" })));
        Refused(await SendAsync(_key.Sign(Claims(id), new JsonObject { ["alg"] = "ES256", ["kid"] = "k2" })));
        Refused(await SendAsync(_key.Sign(Claims(id), new JsonObject { ["alg"] = "ES256", ["crit"] = new JsonArray("exp") })));
        foreach (var typ in new[] { "at+jwt", "dpop+jwt", "logout+jwt", "oauth-authz-req+jwt" })
        {
            Refused(await SendAsync(_key.Sign(Claims(id), new JsonObject { ["alg"] = "ES256", ["typ"] = typ })));
        }

        var tokens = await host.TokensAsync();
        foreach (var token in new[] { tokens["id_token"], tokens["access_token"], "", "a", "a.b", "..", "a.b.c", new string('a', 20_000) })
        {
            Refused(await SendAsync(token), token.Length == 0 || token.Length > 16_000);
        }
    }

    [Fact]
    public async Task The_same_proof_opens_every_back_channel_endpoint()
    {
        var id = await RegisterAsync();
        var access = (await SendAsync(_key.Sign(Claims(id))))["access_token"];

        var introspection = await SendAsync(_key.Sign(Claims(id)), form => form["token"] = access, path: "/connect/introspect");
        Assert.True(introspection.Json.GetProperty("active").GetBoolean());
        Assert.Equal(HttpStatusCode.OK, (await SendAsync(_key.Sign(Claims(id)), form => form["token"] = access, path: "/connect/revoke")).Status);

        Refused(await SendAsync(null, form => (form["token"], form["client_id"]) = (access, id), path: "/connect/introspect"));
        Refused(await SendAsync(null, form => (form["token"], form["client_id"]) = (access, id), path: "/connect/revoke"));
    }

    [Fact]
    public async Task Keys_by_reference_are_fetched_once_and_again_for_an_unknown_name()
    {
        host.Outside.Publish("/jwks", TestKey.Jwks(_key));
        var id = await RegisterAsync($"\"jwks_uri\": \"{host.Outside["/jwks"]}\"");
        for (var i = 0; i < 3; i++)
        {
            Assert.Equal(HttpStatusCode.OK, (await SendAsync(_key.Sign(Claims(id)))).Status);
        }

        Assert.Equal(1, host.Outside.Count("/jwks"));

        // Rotation: junk names cannot make AuthHub ask more often than once a minute.
        var next = new TestKey("k2");
        host.Outside.Publish("/jwks", TestKey.Jwks(next, _key));
        Refused(await SendAsync(next.Sign(Claims(id))));
        Assert.Equal(1, host.Outside.Count("/jwks"));
        host.Clock.Advance(TimeSpan.FromSeconds(61));
        Assert.Equal(HttpStatusCode.OK, (await SendAsync(next.Sign(Claims(id)))).Status);
        Assert.Equal(HttpStatusCode.OK, (await SendAsync(_key.Sign(Claims(id)))).Status);
        Refused(await SendAsync(new TestKey("k3").Sign(Claims(id))));
        Assert.Equal(2, host.Outside.Count("/jwks"));
    }

    [Fact]
    public async Task JOS_16_A_set_with_a_secret_in_it_proves_nobody()
    {
        host.Outside.Publish("/leaky", new JsonObject { ["keys"] = new JsonArray(_key.PrivateJwk) }.ToJsonString());
        var id = await RegisterAsync($"\"jwks_uri\": \"{host.Outside["/leaky"]}\"");

        Refused(await SendAsync(_key.Sign(Claims(id))));
    }

    [Theory]
    [InlineData("HS256")]
    [InlineData("HS512")]
    public async Task A_client_proves_itself_by_its_secret_without_sending_it(string algorithm)
    {
        var secret = new string('s', 40) + "-and-then-some-more-characters-to-be-long-enough";
        var id = await RegisterAsync($"\"client_secret\": \"{secret}\", \"token_endpoint_auth_signing_alg\": \"{algorithm}\"", "client_secret_jwt");

        Assert.Equal(HttpStatusCode.OK, (await SendAsync(TestKey.Mac(secret, Claims(id), algorithm))).Status);

        Refused(await SendAsync(TestKey.Mac(secret + "x", Claims(id), algorithm)));
        Refused(await SendAsync(TestKey.Mac(secret, Claims(id), algorithm == "HS256" ? "HS512" : "HS256")));
        Refused(await SendAsync(TestKey.Unsigned(Claims(id), "none")));
        Refused(await SendAsync(_key.Sign(Claims(id))));
        Refused(await SendAsync(null, form => (form["client_id"], form["client_secret"]) = (id, secret)));
        Refused(await SendAsync(null, basic: id, basicSecret: secret));
        var replayed = TestKey.Mac(secret, Claims(id), algorithm);
        Assert.Equal(HttpStatusCode.OK, (await SendAsync(replayed)).Status);
        Refused(await SendAsync(replayed));
    }

    [Fact]
    public async Task A_secret_is_kept_in_clear_for_nobody_and_sealed_only_where_it_signs()
    {
        const string Secret = "a-secret-of-more-than-thirty-two-characters";
        var id = await RegisterAsync($"\"client_secret\": \"{Secret}\"", "client_secret_jwt");

        await host.InScopeAsync<AuthHubDb>(async db =>
        {
            var all = await db.Set<Clients.Client>().AsNoTracking().ToListAsync();
            var one = all.Single(client => client.ClientId == id);
            Assert.DoesNotContain(Secret, Encoding.Latin1.GetString(one.SealedSecret!), StringComparison.Ordinal);
            Assert.Null(all.Single(client => client.ClientId == "helpdesk").SealedSecret);
        });
    }

    [Theory]
    [InlineData("\"token_endpoint_auth_method\": \"private_key_jwt\"")]
    [InlineData("\"token_endpoint_auth_method\": \"private_key_jwt\", \"client_secret\": \"s3cret-of-thirty-two-characters-x\", \"jwks_uri\": \"https://rp.example/keys\"")]
    [InlineData("\"token_endpoint_auth_method\": \"private_key_jwt\", \"jwks_uri\": \"http://rp.example/keys\"")]
    [InlineData("\"token_endpoint_auth_method\": \"private_key_jwt\", \"jwks_uri\": \"file:///etc/passwd\"")]
    [InlineData("\"token_endpoint_auth_method\": \"private_key_jwt\", \"jwks_uri\": \"https://rp.example/keys\", \"jwks\": {\"keys\":[]}")]
    [InlineData("\"token_endpoint_auth_method\": \"private_key_jwt\", \"jwks\": {}")]
    [InlineData("\"token_endpoint_auth_method\": \"private_key_jwt\", \"jwks\": []")]
    [InlineData("\"token_endpoint_auth_method\": \"private_key_jwt\", \"jwks\": {\"keys\":[{\"kty\":\"oct\",\"k\":\"AAAA\"}]}")]
    [InlineData("\"token_endpoint_auth_method\": \"private_key_jwt\", \"jwks_uri\": \"https://rp.example/keys\", \"token_endpoint_auth_signing_alg\": \"HS256\"")]
    [InlineData("\"token_endpoint_auth_method\": \"private_key_jwt\", \"jwks_uri\": \"https://rp.example/keys\", \"token_endpoint_auth_signing_alg\": \"none\"")]
    [InlineData("\"token_endpoint_auth_method\": \"client_secret_jwt\", \"token_endpoint_auth_signing_alg\": \"ES256\"")]
    [InlineData("\"token_endpoint_auth_method\": \"client_secret_jwt\", \"client_secret\": \"too short\"")]
    public async Task What_cannot_work_is_not_registered(string members) =>
        await Assert.ThrowsAsync<InvalidOperationException>(() => host.RegisterAsync($$"""{ {{members}}, "grant_types": ["client_credentials"], "scope": "x" }"""));

    private long Now => host.Clock.GetUtcNow().ToUnixTimeSeconds();

    private static void Refused(Answer answer, bool otherwise = false)
    {
        if (otherwise && answer.Status is HttpStatusCode.BadRequest or HttpStatusCode.RequestEntityTooLarge)
        {
            answer.ShouldBeRefusedWith("invalid_request", answer.Status);
            return;
        }

        answer.ShouldBeRefusedWith("invalid_client", HttpStatusCode.Unauthorized);
    }

    private JsonObject Claims(string id, params (string Name, JsonNode? Value)[] changes)
    {
        var claims = new JsonObject { ["iss"] = id, ["sub"] = id, ["aud"] = ProviderHost.Issuer, ["exp"] = Now + 60, ["iat"] = Now, ["jti"] = Guid.CreateVersion7().ToString() };
        foreach (var (name, value) in changes)
        {
            claims[name] = value;
        }

        return claims;
    }

    private async Task<string> RegisterAsync(string? members = null, string method = "private_key_jwt")
    {
        var id = "signer" + Interlocked.Increment(ref _clients);
        await host.RegisterAsync($$"""{ "client_id": "{{id}}", "token_endpoint_auth_method": "{{method}}", "grant_types": ["client_credentials"], "scope": "x", {{members ?? "\"jwks\": " + TestKey.Jwks(_key)}} }""");
        return id;
    }

    private Task<Answer> SendAsync(string? assertion, Action<Dictionary<string, string>>? change = null, string path = "/connect/token", string? basic = null, string basicSecret = ProviderHost.Secret)
    {
        var exchange = new Exchange(host, path, basic) { BasicSecret = basicSecret };
        if (path == "/connect/token")
        {
            exchange.Form["grant_type"] = "client_credentials";
        }

        if (assertion is not null)
        {
            exchange.Form["client_assertion"] = assertion;
            exchange.Form["client_assertion_type"] = AssertionType;
        }

        change?.Invoke(exchange.Form);
        return exchange.SendAsync();
    }
}
