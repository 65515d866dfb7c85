using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using AuthHub.OpenId.Assertions;
using AuthHub.OpenId.Clients;
using AuthHub.OpenId.Consents;
using AuthHub.OpenId.Tests.Hosting;
using Microsoft.Extensions.DependencyInjection;

namespace AuthHub.OpenId.Tests;

/// <summary>The word of trusted issuers (RFC 7523 section 2.1).</summary>
public sealed class JwtBearerTests(ProviderHost host) : IClassFixture<ProviderHost>
{
    [Fact]
    public async Task A_partner_vouches_for_a_person()
    {
        var answer = await host.Bring(Vouching.PartnerKey.Sign(host.Claims())).SendAsync();

        Assert.Equal(HttpStatusCode.OK, answer.Status);
        Assert.Equal("openid profile", answer["scope"]);
        Assert.False(answer.Json.TryGetProperty("refresh_token", out _));
        Assert.False(answer.Json.TryGetProperty("id_token", out _));
        var claims = Stories.Part(answer["access_token"], 1);
        Assert.Equal(("alice", "portal", "basic"), (claims.GetProperty("sub").GetString(), claims.GetProperty("client_id").GetString(), claims.GetProperty("acr").GetString()));
        Assert.Equal("alice", (await host.UserInfoAsync(answer["access_token"]))["sub"]);
        Assert.Contains(host.World.Records, record => record is { Type: "assertion.accepted", Subject: "alice", ClientId: "portal" });
    }

    [Fact]
    public async Task Another_issuer_signs_otherwise_and_speaks_of_usernames()
    {
        var answer = await host.Bring(Vouching.OfficeKey.Sign(host.Claims(Vouching.Office, "alice"))).SendAsync();

        Assert.Equal("openid tickets.read", answer["scope"]);
        Assert.Equal("medium", Stories.Part(answer["access_token"], 1).GetProperty("acr").GetString());
    }

    [Fact]
    public async Task CLI_03_An_assertion_is_good_once_at_once_too()
    {
        var assertion = Vouching.PartnerKey.Sign(host.Claims());

        var answers = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => host.Bring(assertion).SendAsync()));

        Assert.Single(answers, answer => answer.Status == HttpStatusCode.OK);
        Assert.All(answers.Where(answer => answer.Status != HttpStatusCode.OK), answer => answer.ShouldBeRefusedWith("invalid_grant"));
    }

    [Theory]
    [InlineData("aud", "\"https://id.example.org/connect/token\"")]
    [InlineData("aud", "\"https://id.example.org/\"")]
    [InlineData("aud", """["https://id.example.org","https://other.example"]""")]
    [InlineData("aud", "null")]
    [InlineData("iss", "\"https://stranger.example\"")]
    [InlineData("iss", "\"https://office.example\"")]
    [InlineData("iss", "\"https://partner.example/\"")]
    [InlineData("iss", "\"portal\"")]
    [InlineData("sub", "\"p-99\"")]
    [InlineData("sub", "\"p-18\"")]
    [InlineData("sub", "\"alice\"")]
    [InlineData("sub", "\"\"")]
    [InlineData("sub", "null")]
    [InlineData("jti", "null")]
    [InlineData("jti", "\"\"")]
    [InlineData("exp", "null")]
    [InlineData("exp", "-20")]
    [InlineData("exp", "+3600")]
    [InlineData("iat", "+61")]
    [InlineData("iat", "-3600")]
    [InlineData("nbf", "+61")]
    public async Task CLI_05_Claims_that_are_not_right_count_for_nothing(string name, string value)
    {
        var claims = host.Claims();
        claims[name] = value[0] is '+' or '-' ? host.Clock.GetUtcNow().ToUnixTimeSeconds() + int.Parse(value) : JsonNode.Parse(value);
        if (value == "null")
        {
            claims.Remove(name);
        }

        (await host.Bring(Vouching.PartnerKey.Sign(claims)).SendAsync()).ShouldBeRefusedWith("invalid_grant");
    }

    [Fact]
    public async Task JOS_Only_its_own_keys_and_kinds_speak_for_an_issuer()
    {
        var claims = host.Claims();
        var forged = new TestKey("partner-1");
        foreach (var assertion in (string[])
        [
            forged.Sign(claims), Vouching.OfficeKey.Sign(claims), new TestKey("unknown").Sign(claims),
            Vouching.PartnerKey.Sign(claims, new JsonObject { ["alg"] = "none" }), Vouching.PartnerKey.Sign(claims, new JsonObject { ["alg"] = "HS256", ["kid"] = "partner-1" }),
            Vouching.PartnerKey.Sign(claims, new JsonObject { ["alg"] = "ES256", ["kid"] = "partner-1", ["typ"] = "at+jwt" }),
            Vouching.PartnerKey.Sign(claims)[..^4], "a.b.c", "rubbish", "..",
            (await host.TokensAsync())["id_token"], (await host.TokensAsync())["access_token"],
        ])
        {
            (await host.Bring(assertion).SendAsync()).ShouldBeRefusedWith("invalid_grant");
        }

        (await host.Bring("").SendAsync()).ShouldBeRefusedWith("invalid_request");
    }

    [Fact]
    public async Task An_issuer_that_changes_its_keys_is_asked_again()
    {
        var next = new TestKey("partner-2");
        await host.Bring(Vouching.PartnerKey.Sign(host.Claims())).SendAsync();
        host.Outside.Publish(Vouching.KeysPath, TestKey.Jwks(Vouching.PartnerKey, next));
        host.Clock.Advance(TimeSpan.FromMinutes(2));

        Assert.Equal(HttpStatusCode.OK, (await host.Bring(next.Sign(host.Claims())).SendAsync()).Status);
    }

    [Fact]
    public async Task TOK_18_Scope_is_what_client_and_issuer_both_may_have()
    {
        foreach (var scope in (string[])["tickets.read", "openid tickets.read", "offline_access", "email", "\""])
        {
            var exchange = host.Bring(Vouching.PartnerKey.Sign(host.Claims()));
            exchange.Form["scope"] = scope;
            (await exchange.SendAsync()).ShouldBeRefusedWith("invalid_scope");
        }

        var less = host.Bring(Vouching.PartnerKey.Sign(host.Claims()));
        less.Form["scope"] = "profile";
        Assert.Equal("profile", (await less.SendAsync())["scope"]);
    }

    [Fact]
    public async Task Only_named_clients_bring_it()
    {
        (await host.Bring(Vouching.PartnerKey.Sign(host.Claims()), "helpdesk").SendAsync()).ShouldBeRefusedWith("unauthorized_client");
        (await host.Bring(Vouching.OfficeKey.Sign(host.Claims(Vouching.Office, "alice")), "annex").SendAsync()).ShouldBeRefusedWith("invalid_grant");
    }

    [Fact]
    public async Task CON_01_Nobody_can_be_asked_so_a_yes_must_be_there()
    {
        (await host.Bring(Vouching.PartnerKey.Sign(host.Claims()), "annex").SendAsync()).ShouldBeRefusedWith("invalid_grant");
        await host.InScopeAsync<IConsents>(consents => consents.GiveAsync(
            new Consent { Subject = "alice", ClientId = "annex", Scopes = ["openid"], RequestId = Guid.CreateVersion7(), GivenAt = host.Clock.GetUtcNow() }, CancellationToken.None));
        (await host.Bring(Vouching.PartnerKey.Sign(host.Claims()), "annex").SendAsync()).ShouldBeRefusedWith("invalid_grant");

        var fitting = host.Bring(Vouching.PartnerKey.Sign(host.Claims()), "annex");
        fitting.Form["scope"] = "openid";
        var token = (await fitting.SendAsync())["access_token"];
        Assert.Equal(HttpStatusCode.OK, (await host.UserInfoAsync(token)).Status);

        await host.InScopeAsync<IConsents>(consents => consents.RevokeAsync("alice", "annex", host.Clock.GetUtcNow(), CancellationToken.None));
        Assert.Equal(HttpStatusCode.Unauthorized, (await host.UserInfoAsync(token)).Status);
    }

    [Fact]
    public async Task TOK_17_Who_is_disabled_or_of_whom_more_is_demanded_is_out_of_reach()
    {
        host.World.AddPerson("ivo");
        var token = (await host.Bring(Vouching.OfficeKey.Sign(host.Claims(Vouching.Office, "ivo"))).SendAsync())["access_token"];
        Assert.Equal(HttpStatusCode.OK, (await host.UserInfoAsync(token)).Status);

        host.World.Change("ivo", person => person with { DemandMet = false });
        Assert.Equal(HttpStatusCode.Unauthorized, (await host.UserInfoAsync(token)).Status);
        (await host.Bring(Vouching.OfficeKey.Sign(host.Claims(Vouching.Office, "ivo"))).SendAsync()).ShouldBeRefusedWith("invalid_grant");
        host.World.Change("ivo", person => person with { DemandMet = true, Active = false });
        (await host.Bring(Vouching.OfficeKey.Sign(host.Claims(Vouching.Office, "ivo"))).SendAsync()).ShouldBeRefusedWith("invalid_grant");
    }

    [Fact]
    public async Task REQ_07_Its_token_is_bound_to_the_key_that_was_proved()
    {
        var key = new TestKey();
        var answer = await host.Bring(Vouching.PartnerKey.Sign(host.Claims())).SendAsync(host.Proof(key));

        Assert.Equal("DPoP", answer["token_type"]);
        Assert.Equal(HttpStatusCode.Unauthorized, (await host.UserInfoAsync(answer["access_token"])).Status);
    }

    [Fact]
    public void CLI_13_No_app_takes_the_grant_and_no_public_one_gets_it()
    {
        var registration = host.Services.GetRequiredService<ClientRegistration>();
        const string metadata = """{ "grant_types": ["urn:ietf:params:oauth:grant-type:jwt-bearer"] }""";
        Assert.IsType<RegistrationVerdict.Refused>(registration.ReadOwn(JsonElement.Parse(metadata)));
        Assert.IsType<RegistrationVerdict.Accepted>(registration.Read(JsonElement.Parse(metadata)));
        Assert.IsType<RegistrationVerdict.Refused>(registration.Read(JsonElement.Parse("""{ "grant_types": ["urn:ietf:params:oauth:grant-type:jwt-bearer"], "token_endpoint_auth_method": "none" }""")));
    }

    [Fact]
    public void A_setting_that_is_not_whole_stops_the_start()
    {
        Assert.NotEmpty(Faults(new TrustedIssuer { Issuer = "x", JwksUri = "https://x.example/jwks", Acr = "basic", Clients = { "portal" }, Scopes = { "openid" } }));
        Assert.NotEmpty(Faults(new TrustedIssuer { Issuer = "x", JwksUri = "http://x.example/jwks", Acr = "basic", Clients = { "portal" }, Scopes = { "openid" }, SubjectsAreUsernames = true }));
        Assert.NotEmpty(Faults(new TrustedIssuer { Issuer = "x", Acr = "basic", Clients = { "portal" }, Scopes = { "openid" }, SubjectsAreUsernames = true }));
        Assert.NotEmpty(Faults(new TrustedIssuer { Issuer = "x", JwksUri = "https://x.example/jwks", Clients = { "portal" }, Scopes = { "openid" }, SubjectsAreUsernames = true }));
        Assert.Empty(Faults(new TrustedIssuer { Issuer = "x", JwksUri = "https://x.example/jwks", Acr = "basic", Clients = { "portal" }, Scopes = { "openid" }, SubjectsAreUsernames = true }));

        static IEnumerable<object> Faults(TrustedIssuer issuer)
        {
            var settings = new OpenIdSettings { Issuer = ProviderHost.Issuer, AcrValues = { "basic", "medium" }, TrustedIssuers = { issuer } };
            return settings.Validate(new System.ComponentModel.DataAnnotations.ValidationContext(settings));
        }
    }
}
