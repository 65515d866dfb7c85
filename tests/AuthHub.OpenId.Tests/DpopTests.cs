using System.Net;
using System.Text.Json.Nodes;
using AuthHub.OpenId.Tests.Hosting;

namespace AuthHub.OpenId.Tests;

public sealed class DpopTests(ProviderHost host) : IClassFixture<ProviderHost>
{
    private readonly TestKey _key = new();

    [Fact]
    public async Task A_client_learns_the_nonce_and_gets_tokens_for_its_key_alone()
    {
        var exchange = await host.CodeExchangeAsync("phone");
        var first = await exchange.SendAsync(host.Proof(_key, claims: c => c.Remove("nonce")));
        first.ShouldBeRefusedWith("use_dpop_nonce");

        var answer = await exchange.SendAsync(host.Proof(_key, claims: c => c["nonce"] = first.Nonce));

        Assert.Equal("DPoP", answer["token_type"]);
        Assert.Equal(_key.Thumbprint, Stories.Part(answer["access_token"], 1).GetProperty("cnf").GetProperty("jkt").GetString());
        var access = answer["access_token"];
        var me = await host.UserInfoAsync(access, "DPoP", [ForUserInfo(access)]);
        Assert.Equal("alice", me["sub"]);
        Assert.NotNull(me.Nonce);
        Assert.Equal("alice", (await host.UserInfoAsync(access, "dpop", [ForUserInfo(access, "POST")], method: HttpMethod.Post))["sub"]);
    }

    [Theory]
    [InlineData("PS256")]
    [InlineData("RS256")]
    public async Task Keys_of_other_kinds_prove_as_well(string algorithm)
    {
        var answer = await Machine().SendAsync(host.Proof(new TestKey("k", algorithm)));

        Assert.Equal("DPoP", answer["token_type"]);
    }

    [Theory]
    [InlineData("htm", "\"GET\"")]
    [InlineData("htm", "\"post\"")]
    [InlineData("htm", "null")]
    [InlineData("htu", "\"https://id.example.org/connect/userinfo\"")]
    [InlineData("htu", "\"https://id.example.org/connect/token/\"")]
    [InlineData("htu", "\"https://id.example.org/connect/TOKEN\"")]
    [InlineData("htu", "\"https://other.example/connect/token\"")]
    [InlineData("htu", "\"http://id.example.org/connect/token\"")]
    [InlineData("htu", "\"https://user@id.example.org/connect/token\"")]
    [InlineData("htu", "\"https://id.example.org:8443/connect/token\"")]
    [InlineData("htu", "\"/connect/token\"")]
    [InlineData("htu", "5")]
    [InlineData("iat", "null")]
    [InlineData("iat", "\"now\"")]
    [InlineData("jti", "null")]
    [InlineData("jti", "\"\"")]
    [InlineData("jti", "7")]
    public async Task REQ_06_A_proof_for_another_request_is_refused(string claim, string value)
    {
        Refused(await Machine().SendAsync(host.Proof(_key, claims: c => c[claim] = JsonNode.Parse(value))));
        if (value == "null")
        {
            Refused(await Machine().SendAsync(host.Proof(_key, claims: c => c.Remove(claim))));
        }
    }

    [Theory]
    [InlineData("https://ID.example.org/connect/token")]
    [InlineData("HTTPS://id.example.org:443/connect/token")]
    [InlineData("https://id.example.org/connect/./token")]
    [InlineData("https://id.example.org/connect/token?a=b#c")]
    [InlineData("https://id.example.org/connect/%74oken")]
    public async Task The_address_is_compared_after_normalisation(string address) =>
        Assert.Equal(HttpStatusCode.OK, (await Machine().SendAsync(host.Proof(_key, claims: c => c["htu"] = address))).Status);

    [Theory]
    [InlineData(8, true)]
    [InlineData(-100, true)]
    [InlineData(61, false)]
    [InlineData(-130, false)]
    [InlineData(-86400, false)]
    public async Task REQ_06_A_proof_is_of_now(int seconds, bool good)
    {
        var answer = await Machine().SendAsync(host.Proof(_key, claims: c => c["iat"] = host.Clock.GetUtcNow().ToUnixTimeSeconds() + seconds));

        Assert.Equal(good, answer.Status == HttpStatusCode.OK);
        if (!good)
        {
            Refused(answer);
        }
    }

    [Fact]
    public async Task REQ_06_A_proof_is_good_once_also_in_parallel()
    {
        var proof = host.Proof(_key);

        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => Machine().SendAsync(proof)));

        Assert.Equal(1, answers.Count(answer => answer.Status == HttpStatusCode.OK));
        Refused(await Machine().SendAsync(proof));
        var jti = "the same";
        Assert.Equal(HttpStatusCode.OK, (await Machine().SendAsync(host.Proof(_key, claims: c => c["jti"] = jti))).Status);
        Refused(await Machine().SendAsync(host.Proof(_key, claims: c => c["jti"] = jti)));
        Assert.Equal(HttpStatusCode.OK, (await Machine().SendAsync(host.Proof(new TestKey(), claims: c => c["jti"] = jti))).Status);
    }

    [Fact]
    public async Task REQ_06_The_header_brings_one_public_key_and_nothing_else()
    {
        Refused(await Machine().SendAsync(host.Proof(_key, header: h => h["jwk"] = _key.PrivateJwk)));
        Refused(await Machine().SendAsync(host.Proof(_key, header: h => h.Remove("jwk"))));
        Refused(await Machine().SendAsync(host.Proof(_key, header: h => h["jwk"] = new TestKey().Jwk)));
        Refused(await Machine().SendAsync(host.Proof(_key, header: h => h["jwk"] = new JsonObject { ["kty"] = "oct", ["k"] = "AAAA" })));
        Refused(await Machine().SendAsync(host.Proof(_key, header: h => h["typ"] = "JWT")));
        Refused(await Machine().SendAsync(host.Proof(_key, header: h => h.Remove("typ"))));
        Refused(await Machine().SendAsync(host.Proof(_key, header: h => h["crit"] = new JsonArray("jwk"))));
        Refused(await Machine().SendAsync(host.Proof(_key, header: h => h["jku"] = "https://evil.example/")));
        foreach (var algorithm in new[] { "none", "HS256", "ES384", "RS256", "" })
        {
            Refused(await Machine().SendAsync(host.Proof(_key, header: h => h["alg"] = algorithm)));
        }

        foreach (var junk in new[] { "", "x", "a.b.c", new string('a', 9000), host.Proof(_key)[..^1] })
        {
            Refused(await Machine().SendAsync(junk));
        }

        Refused(await Machine().SendAsync(host.Proof(_key), host.Proof(_key)));
        Refused(await Machine().SendAsync(host.Proof(_key) + ", " + host.Proof(_key)));
    }

    [Fact]
    public async Task REQ_06_A_nonce_is_ours_and_young()
    {
        foreach (var nonce in new[] { "", "x", "AAAAAAAAAAAAAAAA", new string('A', 3000), host.NonceNow() + "A", host.NonceNow()[..^2] })
        {
            var refused = await Machine().SendAsync(host.Proof(_key, claims: c => c["nonce"] = nonce));
            refused.ShouldBeRefusedWith("use_dpop_nonce");
            Assert.NotNull(refused.Nonce);
        }

        var old = host.NonceNow();
        host.Clock.Advance(TimeSpan.FromMinutes(3));
        var next = await Machine().SendAsync(host.Proof(_key, claims: c => c["nonce"] = old));
        Assert.Equal(HttpStatusCode.OK, next.Status);
        Assert.NotEqual(old, next.Nonce);
        host.Clock.Advance(TimeSpan.FromMinutes(3));
        (await Machine().SendAsync(host.Proof(_key, claims: c => c["nonce"] = old))).ShouldBeRefusedWith("use_dpop_nonce");
    }

    [Fact]
    public async Task REQ_06_At_userinfo_the_proof_is_for_this_token_and_this_key()
    {
        var access = (await (await host.CodeExchangeAsync("phone")).SendAsync(host.Proof(_key)))["access_token"];
        var other = (await (await host.CodeExchangeAsync("phone")).SendAsync(host.Proof(_key)))["access_token"];

        await RefusedAsync("invalid_dpop_proof", access);
        await RefusedAsync("invalid_dpop_proof", access, host.Proof(_key, "/connect/userinfo", "GET"));
        await RefusedAsync("invalid_dpop_proof", access, ForUserInfo(other));
        await RefusedAsync("invalid_dpop_proof", access, ForUserInfo(access), ForUserInfo(access));
        await RefusedAsync("invalid_dpop_proof", access, ForUserInfo(access, "POST"));
        await RefusedAsync("invalid_dpop_proof", access, host.Proof(_key, "/connect/token", "GET", access));
        await RefusedAsync("invalid_dpop_proof", access, host.Proof(new TestKey(), "/connect/userinfo", "GET", access));
        await RefusedAsync("use_dpop_nonce", access, host.Proof(_key, "/connect/userinfo", "GET", access, c => c.Remove("nonce")));
        var used = ForUserInfo(access);
        Assert.Equal(HttpStatusCode.OK, (await host.UserInfoAsync(access, "DPoP", [used])).Status);
        await RefusedAsync("invalid_dpop_proof", access, used);

        async Task RefusedAsync(string error, string token, params string[] proofs)
        {
            var refused = await host.UserInfoAsync(token, "DPoP", proofs);
            refused.ShouldBeRefusedWith(error, HttpStatusCode.Unauthorized);
            Assert.StartsWith($"DPoP error=\"{error}\"", refused.Challenge);
            Assert.Contains("algs=\"ES256 ", refused.Challenge, StringComparison.Ordinal);
            Assert.NotNull(refused.Nonce);
        }
    }

    [Fact]
    public async Task REQ_07_A_bound_token_is_no_bearer_token_and_the_reverse()
    {
        var bound = (await (await host.CodeExchangeAsync("phone")).SendAsync(host.Proof(_key)))["access_token"];
        var free = (await host.TokensAsync("phone"))["access_token"];

        var asBearer = await host.UserInfoAsync(bound, "Bearer", []);
        asBearer.ShouldBeRefusedWith("invalid_token", HttpStatusCode.Unauthorized);
        Assert.Contains("DPoP algs=", asBearer.Challenge, StringComparison.Ordinal);
        (await host.UserInfoAsync(bound, "Bearer", [ForUserInfo(bound)])).ShouldBeRefusedWith("invalid_token", HttpStatusCode.Unauthorized);
        (await host.UserInfoAsync(free, "DPoP", [ForUserInfo(free)])).ShouldBeRefusedWith("invalid_token", HttpStatusCode.Unauthorized);
        Assert.Equal(HttpStatusCode.OK, (await host.UserInfoAsync(free)).Status);
    }

    [Fact]
    public async Task Introspection_tells_the_key_a_token_is_bound_to()
    {
        var access = (await Machine().SendAsync(host.Proof(_key)))["access_token"];

        var answer = await host.PostAsync("/connect/introspect", access, "machine");

        Assert.Equal("DPoP", answer["token_type"]);
        Assert.Equal(_key.Thumbprint, answer.Json.GetProperty("cnf").GetProperty("jkt").GetString());
    }

    [Fact]
    public async Task TOK_16_REQ_07_Refresh_tokens_of_a_public_client_stay_with_its_key()
    {
        var refresh = (await (await host.CodeExchangeAsync("phone")).SendAsync(host.Proof(_key)))["refresh_token"];

        (await Refresh(refresh).SendAsync()).ShouldBeRefusedWith("invalid_grant");
        (await Refresh(refresh).SendAsync(host.Proof(new TestKey()))).ShouldBeRefusedWith("invalid_grant");
        var next = await Refresh(refresh).SendAsync(host.Proof(_key));

        Assert.Equal("DPoP", next["token_type"]);
        Assert.NotEqual(refresh, next["refresh_token"]);
    }

    [Fact]
    public async Task Refresh_tokens_of_a_confidential_client_with_a_key_do_not_rotate()
    {
        var refresh = (await (await host.CodeExchangeAsync()).SendAsync(host.Proof(_key)))["refresh_token"];

        for (var i = 0; i < 3; i++)
        {
            // It proves itself by its secret, so it may change the key, but not go without one.
            var answer = await Refresh(refresh, "helpdesk").SendAsync(host.Proof(i == 0 ? _key : new TestKey()));
            Assert.Equal(refresh, answer["refresh_token"]);
            Assert.Equal("DPoP", answer["token_type"]);
        }

        var parallel = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => Refresh(refresh, "helpdesk").SendAsync(host.Proof(_key))));
        Assert.All(parallel, answer => Assert.Equal(refresh, answer["refresh_token"]));
        (await Refresh(refresh, "helpdesk").SendAsync()).ShouldBeRefusedWith("invalid_grant");
        Assert.Equal(HttpStatusCode.OK, (await host.PostAsync("/connect/revoke", refresh)).Status);
        (await Refresh(refresh, "helpdesk").SendAsync(host.Proof(_key))).ShouldBeRefusedWith("invalid_grant");
    }

    [Fact]
    public async Task A_confidential_client_without_a_key_rotates_as_before()
    {
        var refresh = (await host.TokensAsync())["refresh_token"];

        var next = await host.RefreshAsync(refresh);

        Assert.NotEqual(refresh, next["refresh_token"]);
        Assert.Equal("Bearer", next["token_type"]);
    }

    [Fact]
    public async Task REQ_06_A_code_bound_to_a_key_is_redeemed_by_it_alone()
    {
        foreach (var proofs in new[] { [], new[] { host.Proof(new TestKey()) } })
        {
            var stolen = await host.CodeExchangeAsync("phone", change: r => r["dpop_jkt"] = _key.Thumbprint);
            (await stolen.SendAsync(proofs)).ShouldBeRefusedWith("invalid_grant");
            (await stolen.SendAsync(host.Proof(_key))).ShouldBeRefusedWith("invalid_grant");
        }

        var own = await host.CodeExchangeAsync("phone", change: r => r["dpop_jkt"] = _key.Thumbprint);
        Assert.Equal("DPoP", (await own.SendAsync(host.Proof(_key)))["token_type"]);
    }

    [Fact]
    public async Task REQ_06_A_proof_beside_a_pushed_request_binds_its_code()
    {
        var push = new Exchange(host, "/connect/par", "helpdesk");
        foreach (var (name, value) in Stories.AuthorizationRequest())
        {
            push.Form[name] = value;
        }

        Refused(await push.SendAsync(host.Proof(_key)));
        var pushed = await push.SendAsync(host.Proof(_key, "/connect/par"));
        var code = (await host.AuthorizeAsync(new() { ["client_id"] = "helpdesk", ["request_uri"] = pushed["request_uri"] })).RedirectTo("https://rp.example/cb")["code"];
        var exchange = new Exchange(host, "/connect/token", "helpdesk")
        {
            Form = { ["grant_type"] = "authorization_code", ["code"] = code, ["redirect_uri"] = "https://rp.example/cb", ["code_verifier"] = Stories.Verifier },
        };
        (await exchange.SendAsync(host.Proof(new TestKey()))).ShouldBeRefusedWith("invalid_grant");

        push.Form["dpop_jkt"] = new TestKey().Thumbprint;
        (await push.SendAsync(host.Proof(_key, "/connect/par"))).ShouldBeRefusedWith("invalid_request");
    }

    [Theory]
    [InlineData("x")]
    [InlineData("n4bQgYhMfWWaL-qgxVrQFaO_TxsrC4Is0V1sFbDwCgh")]
    public async Task A_malformed_dpop_jkt_is_refused(string jkt)
    {
        var request = Stories.AuthorizationRequest();
        request["dpop_jkt"] = jkt;

        Assert.Equal("invalid_request", (await host.AuthorizeAsync(request)).RedirectTo("https://rp.example/cb")["error"]);
    }

    [Fact]
    public async Task A_client_that_registered_so_gets_bound_tokens_only()
    {
        await host.RegisterAsync(Apps.Machine.Replace("\"machine\"", "\"bound\", \"dpop_bound_access_tokens\": true", StringComparison.Ordinal));
        var exchange = Machine();
        exchange.BasicId = "bound";

        var refused = await exchange.SendAsync();
        Refused(refused);
        Assert.NotNull(refused.Nonce);
        Assert.Equal("DPoP", (await exchange.SendAsync(host.Proof(_key)))["token_type"]);
    }

    [Fact]
    public async Task Discovery_tells_the_algorithms_of_proofs()
    {
        var document = (await host.GetAsync("/.well-known/openid-configuration")).Json;

        Assert.Equal(["ES256", "PS256", "RS256", "ES384", "ES512"], document.GetProperty("dpop_signing_alg_values_supported").EnumerateArray().Select(a => a.GetString()!));
    }

    [Fact]
    public async Task A_token_bound_to_a_certificate_is_used_with_it_alone()
    {
        await host.RegisterAsync(Apps.Phone.Replace("\"phone\"", "\"mtls-phone\", \"tls_client_certificate_bound_access_tokens\": true", StringComparison.Ordinal));
        var certificate = OwnAuthority.SelfSigned("CN=phone");
        using var own = host.WithCertificate(certificate);
        using var other = host.WithCertificate(OwnAuthority.SelfSigned("CN=phone"));
        using var none = host.WithCertificate(null);
        var exchange = await host.CodeExchangeAsync("phone", change: r => r["client_id"] = "mtls-phone");
        exchange.Form["client_id"] = "mtls-phone";
        (await exchange.SendAsync()).ShouldBeRefusedWith("invalid_request");

        exchange.Over = own;
        var answer = await exchange.SendAsync();

        Assert.Equal("Bearer", answer["token_type"]);
        var access = answer["access_token"];
        Assert.Equal(System.Buffers.Text.Base64Url.EncodeToString(System.Security.Cryptography.SHA256.HashData(certificate.RawData)), Stories.Part(access, 1).GetProperty("cnf").GetProperty("x5t#S256").GetString());
        Assert.Equal("alice", (await host.UserInfoAsync(access, "Bearer", [], own))["sub"]);
        foreach (var way in new[] { other, none, host.Http })
        {
            (await host.UserInfoAsync(access, "Bearer", [], way)).ShouldBeRefusedWith("invalid_token", HttpStatusCode.Unauthorized);
        }

        var refresh = Refresh(answer["refresh_token"], "mtls-phone");
        refresh.BasicId = null;
        refresh.Form["client_id"] = "mtls-phone";
        refresh.Over = other;
        (await refresh.SendAsync()).ShouldBeRefusedWith("invalid_grant");
        refresh.Over = own;
        Assert.Equal(HttpStatusCode.OK, (await refresh.SendAsync()).Status);
    }

    private static void Refused(Answer answer) => answer.ShouldBeRefusedWith("invalid_dpop_proof");

    private string ForUserInfo(string token, string method = "GET") => host.Proof(_key, "/connect/userinfo", method, token);

    private Exchange Machine() => new(host, "/connect/token", "machine") { Form = { ["grant_type"] = "client_credentials" } };

    private Exchange Refresh(string token, string client = "phone") => new(host, "/connect/token", client == "phone" ? null : client)
    {
        Form = { ["grant_type"] = "refresh_token", ["refresh_token"] = token, ["client_id"] = client },
    };
}
