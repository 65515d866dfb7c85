using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using AuthHub.Jose;
using AuthHub.OpenId.Consents;
using AuthHub.OpenId.Keys;
using AuthHub.OpenId.Tests.Hosting;
using Microsoft.Extensions.DependencyInjection;

#pragma warning disable IDE1006, SA1300 // Tests carry the suite's own names.

namespace AuthHub.OpenId.Tests.Conformance;

/// <summary>The modules of the profiles Config and Dynamic.</summary>
public sealed class DynamicModules(ProviderHost host) : IClassFixture<ProviderHost>
{
    [Fact]
    public async Task oidcc_discovery_endpoint_verification()
    {
        var answer = await host.GetAsync("/.well-known/openid-configuration");
        Assert.Equal(HttpStatusCode.OK, answer.Status);
        Assert.Equal("application/json", answer.ContentType);
        var document = answer.Json;
        Assert.Equal(ProviderHost.Issuer, document.GetProperty("issuer").GetString());
        foreach (var name in (string[])["authorization_endpoint", "token_endpoint", "userinfo_endpoint", "jwks_uri"])
        {
            Assert.Equal(Uri.UriSchemeHttps, new Uri(document.GetProperty(name).GetString()!).Scheme);
        }

        Assert.Contains("openid", Texts(document, "scopes_supported"));
        Assert.Superset(new HashSet<string> { "code", "code id_token", "id_token" }, Texts(document, "response_types_supported"));
        Assert.Contains("public", Texts(document, "subject_types_supported"));
        Assert.Contains("RS256", Texts(document, "id_token_signing_alg_values_supported"));
        Assert.True(document.GetProperty("claims_parameter_supported").GetBoolean());
        var keys = (await host.GetAsync("/connect/jwks")).Json.GetProperty("keys").EnumerateArray().ToList();
        Assert.All(keys.Where(key => key.GetProperty("use").GetString() == "sig"), key => Assert.NotNull(JsonWebKey.Read(key)));
        Assert.All(keys, key => Assert.False(key.TryGetProperty("d", out _)));
    }

    [Fact]
    public async Task oidcc_idtoken_rs256()
    {
        var party = await Party.RegisterAsync(host, ("id_token_signed_response_alg", "RS256"));
        Assert.Equal("RS256", Stories.Part((await party.SignInAsync(party.Request()))["id_token"], 0).GetProperty("alg").GetString());
    }

    [Fact]
    public async Task oidcc_ensure_redirect_uri_in_authorization_request()
    {
        var party = await Party.RegisterAsync(host);
        (await host.AuthorizeAsync(party.Request(changes: ("redirect_uri", null)))).ShouldBeAnErrorPage();
    }

    [Fact]
    public async Task oidcc_redirect_uri_query_OK()
    {
        var party = await WithQueryAsync();
        var answer = await host.AuthorizeAsync(party.Request(changes: ("redirect_uri", Party.Address + "?foo=bar")));
        Assert.Contains("code", answer.RedirectTo(Party.Address + "?foo=bar").Keys);
    }

    [Fact]
    public async Task oidcc_redirect_uri_query_mismatch()
    {
        var party = await WithQueryAsync();
        (await host.AuthorizeAsync(party.Request(changes: ("redirect_uri", Party.Address + "?foo=other")))).ShouldBeAnErrorPage();
        (await host.AuthorizeAsync(party.Request(changes: ("redirect_uri", Party.Address + "?bar=foo")))).ShouldBeAnErrorPage();
    }

    [Fact]
    public async Task oidcc_redirect_uri_query_added()
    {
        var party = await Party.RegisterAsync(host);
        (await host.AuthorizeAsync(party.Request(changes: ("redirect_uri", Party.Address + "?foo=bar")))).ShouldBeAnErrorPage();
    }

    [Fact]
    public async Task oidcc_redirect_uri_regfrag() =>
        await Assert.ThrowsAsync<InvalidOperationException>(() => host.RegisterAsync($$"""{ "redirect_uris": ["{{Party.Address}}#fragment"] }"""));

    [Fact]
    public async Task oidcc_registration_jwks_uri()
    {
        var key = new TestKey();
        host.Outside.Publish("/suite-keys", TestKey.Jwks(key));
        var party = await Party.RegisterAsync(host, SignedBy("jwks_uri", host.Outside["/suite-keys"]));
        Assert.Equal(HttpStatusCode.OK, (await RedeemAsync(party, key.Sign(party.Assertion()))).Status);
    }

    [Fact]
    public async Task oidcc_ensure_client_assertion_with_iss_aud_succeeds()
    {
        var key = new TestKey();
        var party = await Party.RegisterAsync(host, SignedBy("jwks", JsonNode.Parse(TestKey.Jwks(key))));
        Assert.Equal(HttpStatusCode.OK, (await RedeemAsync(party, key.Sign(party.Assertion(claims => claims["aud"] = ProviderHost.Issuer)))).Status);
    }

    [Fact]
    public async Task oidcc_userinfo_rs256()
    {
        var party = await Party.RegisterAsync(host, ("userinfo_signed_response_alg", "RS256"));
        var tokens = await party.SignInAsync(party.Request());
        var answer = await host.UserInfoAsync(tokens["access_token"]);
        Assert.Equal("application/jwt", answer.ContentType);
        Assert.Equal("RS256", Stories.Part(answer.Text, 0).GetProperty("alg").GetString());
        var claims = Stories.Part(answer.Text, 1);
        Assert.Equal(("alice", party.Id, ProviderHost.Issuer), (claims.GetProperty("sub").GetString(), claims.GetProperty("aud").GetString(), claims.GetProperty("iss").GetString()));
    }

    [Theory]
    [InlineData("policy_uri")]
    public Task oidcc_registration_policy_uri(string member) => IsShownAsync(member, question => question.PolicyUri);

    [Theory]
    [InlineData("tos_uri")]
    public Task oidcc_registration_tos_uri(string member) => IsShownAsync(member, question => question.TosUri);

    [Fact]
    public async Task oidcc_registration_sector_uri()
    {
        host.Outside.Publish("/suite-sector", $"""["{Party.Address}"]""");
        var party = await Party.RegisterAsync(host, ("subject_type", "pairwise"), ("sector_identifier_uri", host.Outside["/suite-sector"]));
        Assert.NotEqual("alice", Stories.Part((await party.SignInAsync(party.Request()))["id_token"], 1).GetProperty("sub").GetString());
    }

    [Fact]
    public async Task oidcc_registration_sector_bad()
    {
        host.Outside.Publish("/suite-sector-bad", """["https://other.example/cb"]""");
        await Assert.ThrowsAsync<InvalidOperationException>(() => Party.RegisterAsync(host, ("subject_type", "pairwise"), ("sector_identifier_uri", host.Outside["/suite-sector-bad"])));
    }

    [Fact]
    public async Task oidcc_server_rotate_keys()
    {
        var party = await Party.RegisterAsync(host);
        var before = await party.SignInAsync(party.Request());
        await host.Services.GetRequiredService<KeyRing>().RotateAsync(CancellationToken.None);
        var after = await party.SignInAsync(party.Request());
        Assert.NotEqual(Kid(before), Kid(after));
        await party.CheckAsync(before["id_token"], party.Request());
    }

    [Fact]
    public async Task oidcc_refresh_token_rp_key_rotation()
    {
        var (first, second) = (new TestKey("first"), new TestKey("second"));
        host.Outside.Publish("/rotating", TestKey.Jwks(first));
        var party = await Party.RegisterAsync(host, SignedBy("jwks_uri", host.Outside["/rotating"]));
        var tokens = await RedeemAsync(party, first.Sign(party.Assertion()), "openid offline_access");
        host.Outside.Publish("/rotating", TestKey.Jwks(second));
        host.Clock.Advance(TimeSpan.FromSeconds(60));

        var refresh = Asserted(party.Refresh(tokens["refresh_token"]), second.Sign(party.Assertion()));
        Assert.Equal(HttpStatusCode.OK, (await refresh.SendAsync()).Status);
    }

    [Fact]
    public async Task oidcc_request_uri_signed_rs256()
    {
        var key = new TestKey(algorithm: "RS256");
        var address = host.Outside["/request.jwt"];
        var party = await Party.RegisterAsync(host, ("request_uris", new JsonArray(address)), ("request_object_signing_alg", "RS256"), ("jwks", JsonNode.Parse(TestKey.Jwks(key))));
        var request = party.Request();
        host.Outside.Publish("/request.jwt", SignedRequest(party, key, request), "application/oauth-authz-req+jwt");
        var answer = await host.AuthorizeAsync(new Dictionary<string, string> { ["client_id"] = party.Id, ["response_type"] = "code", ["scope"] = "openid", ["request_uri"] = address });
        Assert.Equal(HttpStatusCode.OK, (await party.Redeem(answer.RedirectTo(Party.Address)["code"]).SendAsync()).Status);
    }

    [Fact]
    public async Task oidcc_ensure_request_object_with_redirect_uri()
    {
        var key = new TestKey(algorithm: "RS256");
        var party = await Party.RegisterAsync(host, ("request_object_signing_alg", "RS256"), ("jwks", JsonNode.Parse(TestKey.Jwks(key))));
        var outside = party.Request(changes: [("redirect_uri", Party.Address + "/other"), ("request", SignedRequest(party, key, party.Request()))]);
        Assert.Contains("code", (await host.AuthorizeAsync(outside)).RedirectTo(Party.Address).Keys);
    }

    /// <summary>On the page that asks for consent, as far as this half knows it.</summary>
    private async Task IsShownAsync(string member, Func<ConsentQuestion, string?> shown)
    {
        var party = await Party.RegisterAsync(host, ("first_party", false), (member, "https://suite.example/words"));
        var asked = await host.AuthorizeAsync(party.Request());
        await host.InScopeAsync<ConsentRequests>(async consents =>
            Assert.Equal("https://suite.example/words", shown((await consents.DescribeAsync(asked.Location!["/consent?request=".Length..], CancellationToken.None))!)));
    }

    private static string SignedRequest(Party party, TestKey key, Dictionary<string, string> request)
    {
        var claims = party.Assertion();
        claims.Remove("sub");
        request.ToList().ForEach(pair => claims[pair.Key] = pair.Value);
        return key.Sign(claims, new JsonObject { ["alg"] = key.Algorithm, ["kid"] = key.Kid, ["typ"] = "oauth-authz-req+jwt" });
    }

    private static (string Name, JsonNode? Value)[] SignedBy(string name, JsonNode? keys) =>
        [("token_endpoint_auth_method", "private_key_jwt"), ("token_endpoint_auth_signing_alg", "ES256"), (name, keys)];

    private static async Task<Answer> RedeemAsync(Party party, string assertion, string scope = "openid") =>
        await Asserted(party.Redeem((await party.AuthorizeAsync(party.Request(changes: ("scope", scope))))["code"]), assertion).SendAsync();

    private static Exchange Asserted(Exchange exchange, string assertion)
    {
        exchange.BasicId = null;
        exchange.Form["client_assertion_type"] = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";
        exchange.Form["client_assertion"] = assertion;
        return exchange;
    }

    private async Task<Party> WithQueryAsync() => await Party.RegisterAsync(host, ("redirect_uris", new JsonArray(Party.Address + "?foo=bar")));

    private static string? Kid(Answer tokens) => Stories.Part(tokens["id_token"], 0).GetProperty("kid").GetString();

    private static HashSet<string> Texts(JsonElement document, string member) => [.. document.GetProperty(member).EnumerateArray().Select(value => value.GetString()!)];
}
