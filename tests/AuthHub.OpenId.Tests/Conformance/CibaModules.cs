using System.Net;
using System.Text.Json.Nodes;
using AuthHub.OpenId.Tests.Hosting;

#pragma warning disable IDE1006, SA1300 // Tests carry the suite's own names.

namespace AuthHub.OpenId.Tests.Conformance;

/// <summary>The modules for FAPI-CIBA.</summary>
public sealed class CibaModules(ProviderHost host) : IClassFixture<ProviderHost>
{
    public static TheoryData<bool> Both => [false, true];

    [Fact]
    public async Task fapi_ciba_id1_discovery_end_point_verification()
    {
        var document = (await host.GetAsync("/.well-known/openid-configuration")).Json;
        Assert.StartsWith("https://", document.GetProperty("backchannel_authentication_endpoint").GetString());
        Assert.Superset(new HashSet<string?> { "poll", "ping" }, document.GetProperty("backchannel_token_delivery_modes_supported").EnumerateArray().Select(one => one.GetString()).ToHashSet());
        Assert.Contains("ES256", document.GetProperty("backchannel_authentication_request_signing_alg_values_supported").EnumerateArray().Select(one => one.GetString()));
        Assert.Contains(Backchannels.Grant, document.GetProperty("grant_types_supported").EnumerateArray().Select(one => one.GetString()));
    }

    [Theory]
    [MemberData(nameof(Both))]
    public async Task fapi_ciba_id1(bool pings)
    {
        var heard = host.Listen();
        var party = await CibaParty.RegisterAsync(host, pings);
        var asked = await party.AskAsync();
        (await party.RedeemAsync(asked)).ShouldBeRefusedWith("authorization_pending");
        await host.AnswerAllAsync(party.Person);
        if (pings)
        {
            Assert.True(await Backchannels.WithinAsync(() => !heard.IsEmpty));
            Assert.Equal("Bearer " + Backchannels.NotificationToken, heard.First().Authorization);
        }

        var tokens = await party.RedeemAsync(asked);
        Assert.Equal(party.Person, Stories.Part(tokens["id_token"], 1).GetProperty("sub").GetString());
        Assert.Equal("DPoP", tokens["token_type"]);
    }

    [Fact]
    public async Task fapi_ciba_id1_user_rejects_authentication()
    {
        var party = await CibaParty.RegisterAsync(host);
        var asked = await party.AskAsync();
        await host.AnswerAllAsync(party.Person, allow: false);
        (await party.RedeemAsync(asked)).ShouldBeRefusedWith("access_denied");
    }

    [Fact]
    public async Task fapi_ciba_id1_multiple_call_to_token_endpoint()
    {
        var party = await CibaParty.RegisterAsync(host);
        var asked = await party.AskAsync();
        (await party.RedeemAsync(asked)).ShouldBeRefusedWith("authorization_pending");
        (await party.RedeemAsync(asked)).ShouldBeRefusedWith("slow_down");
    }

    [Fact]
    public async Task fapi_ciba_id1_auth_req_id_expired()
    {
        var party = await CibaParty.RegisterAsync(host);
        var asked = await party.AskAsync(claims => claims["requested_expiry"] = 30);
        host.Clock.Advance(TimeSpan.FromSeconds(35));
        (await party.RedeemAsync(asked)).ShouldBeRefusedWith("expired_token");
    }

    [Fact]
    public Task fapi_ciba_id1_ensure_authorization_request_with_binding_message_succeeds() => SucceedsAsync(claims => claims["binding_message"] = "1234");

    [Fact]
    public Task fapi_ciba_id1_ensure_other_scope_order_succeeds() => SucceedsAsync(claims => claims["scope"] = "offline_access profile openid");

    [Fact]
    public Task fapi_ciba_id1_ensure_requested_expiry_as_string_succeeds() => SucceedsAsync(claims => claims["requested_expiry"] = "300");

    [Fact]
    public async Task fapi_ciba_id1_ensure_authorization_request_with_potentially_bad_binding_message()
    {
        var party = await CibaParty.RegisterAsync(host);
        (await party.AskAsync(claims => claims["binding_message"] = new string('☠', 80) + "\n<b>")).ShouldBeRefusedWith("invalid_binding_message");
    }

    [Fact]
    public Task fapi_ciba_id1_ensure_request_object_missing_aud_fails() => FailsAsync(claims => claims.Remove("aud"));

    [Fact]
    public Task fapi_ciba_id1_ensure_request_object_bad_aud_fails() => FailsAsync(claims => claims["aud"] = "https://other.example");

    [Fact]
    public Task fapi_ciba_id1_ensure_request_object_missing_iss_fails() => FailsAsync(claims => claims.Remove("iss"));

    [Fact]
    public Task fapi_ciba_id1_ensure_request_object_bad_iss_fails() => FailsAsync(claims => claims["iss"] = "somebody");

    [Fact]
    public Task fapi_ciba_id1_ensure_request_object_missing_exp_fails() => FailsAsync(claims => claims.Remove("exp"));

    [Fact]
    public Task fapi_ciba_id1_ensure_request_object_expired_exp_fails() => FailsAsync(claims => claims["exp"] = Now - 300);

    [Fact]
    public Task fapi_ciba_id1_ensure_request_object_exp_is_70_minutes_in_future_fails() => FailsAsync(claims => claims["exp"] = Now + (70 * 60));

    [Fact]
    public Task fapi_ciba_id1_ensure_request_object_missing_iat_fails() => FailsAsync(claims => claims.Remove("iat"));

    [Fact]
    public Task fapi_ciba_id1_ensure_request_object_missing_nbf_fails() => FailsAsync(claims => claims.Remove("nbf"));

    [Fact]
    public Task fapi_ciba_id1_ensure_request_object_nbf_is_10_minutes_in_future_fails() => FailsAsync(claims => claims["nbf"] = Now + 600);

    [Fact]
    public Task fapi_ciba_id1_ensure_request_object_nbf_is_70_minutes_in_past_fails() => FailsAsync(claims => claims["nbf"] = Now - (70 * 60));

    [Fact]
    public Task fapi_ciba_id1_ensure_request_object_missing_jti_fails() => FailsAsync(claims => claims.Remove("jti"));

    [Fact]
    public Task fapi_ciba_id1_ensure_request_object_signature_algorithm_is_none_fails() => IsRefusedAsync(party => party.Question(header: header => header["alg"] = "none"));

    [Fact]
    public Task fapi_ciba_id1_ensure_request_object_signature_algorithm_is_bad_fails() => IsRefusedAsync(party => party.Question(header: header => header["alg"] = "HS256"));

    [Fact]
    public Task fapi_ciba_id1_ensure_request_object_signature_algorithm_is_RS256_fails() => IsRefusedAsync(party => party.Question(key: new TestKey("suite", "RS256")));

    [Fact]
    public Task fapi_ciba_id1_ensure_request_object_signed_by_other_client_fails() => IsRefusedAsync(party => party.Question(key: new TestKey("suite")));

    [Fact]
    public Task fapi_ciba_id1_ensure_authorization_request_with_multiple_hints_fails() => FailsAsync(claims => claims["id_token_hint"] = "x.y.z");

    [Fact]
    public async Task fapi_ciba_id1_ensure_wrong_auth_req_id_in_token_endpoint_request()
    {
        var (party, other) = (await CibaParty.RegisterAsync(host), await CibaParty.RegisterAsync(host));
        (await other.RedeemAsync(await party.AskAsync())).ShouldBeRefusedWith("invalid_grant");
    }

    [Fact]
    public async Task fapi_ciba_id1_ensure_different_client_id_and_issuer_in_backchannel_authorization_request()
    {
        var (party, other) = (await CibaParty.RegisterAsync(host), await CibaParty.RegisterAsync(host));
        (await other.Asking(party.Question()).SendAsync()).ShouldBeRefusedWith("invalid_request");
    }

    [Fact]
    public async Task fapi_ciba_id1_ensure_wrong_client_id_in_token_endpoint_request()
    {
        var (party, other) = (await CibaParty.RegisterAsync(host), await CibaParty.RegisterAsync(host));
        var exchange = party.Redeeming(await party.AskAsync());
        exchange.Form["client_id"] = other.Id;
        (await exchange.SendAsync(host.Proof(party.Holder))).ShouldBeRefusedWith("invalid_client", HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task fapi_ciba_id1_ensure_wrong_client_id_in_backchannel_authorization_request()
    {
        var (party, other) = (await CibaParty.RegisterAsync(host), await CibaParty.RegisterAsync(host));
        var exchange = party.Asking(party.Question());
        exchange.Form["client_id"] = other.Id;
        (await exchange.SendAsync()).ShouldBeRefusedWith("invalid_client", HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task fapi_ciba_id1_ensure_without_client_assertion_in_token_endpoint_request()
    {
        var party = await CibaParty.RegisterAsync(host);
        var exchange = WithoutAssertion(party.Redeeming(await party.AskAsync()));
        (await exchange.SendAsync(host.Proof(party.Holder))).ShouldBeRefusedWith("invalid_client", HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task fapi_ciba_id1_ensure_without_client_assertion_in_backchannel_authorization_request()
    {
        var party = await CibaParty.RegisterAsync(host);
        (await WithoutAssertion(party.Asking(party.Question())).SendAsync()).ShouldBeRefusedWith("invalid_client", HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task fapi_ciba_id1_ensure_client_assertion_signature_algorithm_in_backchannel_authorization_request_is_RS256_fails()
    {
        var party = await CibaParty.RegisterAsync(host);
        (await party.Asking(party.Question(), new TestKey("suite", "RS256")).SendAsync()).ShouldBeRefusedWith("invalid_client", HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task fapi_ciba_id1_ensure_client_assertion_signature_algorithm_in_token_endpoint_request_is_RS256_fails()
    {
        var party = await CibaParty.RegisterAsync(host);
        (await party.Redeeming(await party.AskAsync(), new TestKey("suite", "RS256")).SendAsync(host.Proof(party.Holder))).ShouldBeRefusedWith("invalid_client", HttpStatusCode.Unauthorized);
    }

    [Fact]
    public Task fapi_ciba_id1_ensure_client_assertion_with_iss_aud_to_token_endpoint_succeeds() => SucceedsAsync(_ => { });

    [Theory]
    [InlineData(200)]
    public Task fapi_ciba_id1_ping_backchannel_notification_endpoint_response_has_body(int status) => PingedAsync(status);

    [Theory]
    [InlineData(401)]
    public Task fapi_ciba_id1_ping_backchannel_notification_endpoint_response_401(int status) => PingedAsync(status);

    [Theory]
    [InlineData(403)]
    public Task fapi_ciba_id1_ping_backchannel_notification_endpoint_response_403(int status) => PingedAsync(status);

    [Fact]
    public async Task fapi_ciba_id1_ping_backchannel_notification_endpoint_return_redirect_request()
    {
        var elsewhere = false;
        host.Outside.Paths["/elsewhere"] = context =>
        {
            elsewhere = true;
            return Task.CompletedTask;
        };
        var asked = 0;
        host.Outside.Paths[Backchannels.NotificationPath] = context =>
        {
            asked++;
            context.Response.StatusCode = 301;
            context.Response.Headers.Location = host.Outside["/elsewhere"];
            return Task.CompletedTask;
        };
        var party = await CibaParty.RegisterAsync(host, pings: true);
        var question = await party.AskAsync();
        await host.AnswerAllAsync(party.Person);
        Assert.True(await Backchannels.WithinAsync(() => asked > 0));
        Assert.Equal(HttpStatusCode.OK, (await party.RedeemAsync(question)).Status);
        Assert.False(elsewhere);
    }

    [Fact]
    public async Task fapi_ciba_id1_ensure_unsigned_backchannel_authorization_request_fails()
    {
        var party = await CibaParty.RegisterAsync(host);
        var exchange = party.Asking("");
        exchange.Form.Remove("request");
        (exchange.Form["scope"], exchange.Form["login_hint"]) = ("openid", party.Person);
        (await exchange.SendAsync()).ShouldBeRefusedWith("invalid_request");
    }

    [Fact]
    public async Task fapi_ciba_id1_refresh_token()
    {
        var party = await CibaParty.RegisterAsync(host);
        var tokens = await party.SignInAsync();
        var refresh = party.Prove(new Exchange(host, "/connect/token", null) { Form = { ["grant_type"] = "refresh_token", ["refresh_token"] = tokens["refresh_token"] } });
        var fresh = await refresh.SendAsync(host.Proof(party.Holder));
        Assert.Equal(HttpStatusCode.OK, fresh.Status);
        Assert.Equal(party.Person, Stories.Part(fresh["id_token"], 1).GetProperty("sub").GetString());
    }

    private long Now => host.Clock.GetUtcNow().ToUnixTimeSeconds();

    private static Exchange WithoutAssertion(Exchange exchange)
    {
        exchange.Form.Remove("client_assertion");
        exchange.Form.Remove("client_assertion_type");
        return exchange;
    }

    private async Task SucceedsAsync(Action<JsonObject> claims) => await (await CibaParty.RegisterAsync(host)).SignInAsync(claims);

    private Task FailsAsync(Action<JsonObject> claims) => IsRefusedAsync(party => party.Question(claims));

    private async Task IsRefusedAsync(Func<CibaParty, string> question)
    {
        var party = await CibaParty.RegisterAsync(host);
        (await party.Asking(question(party)).SendAsync()).ShouldBeRefusedWith("invalid_request");
        Assert.Equal(0, await host.AnswerAllAsync(party.Person));
    }

    /// <summary>However the client's server answers, the tokens are there.</summary>
    private async Task PingedAsync(int status)
    {
        var heard = host.Listen(_ => status);
        var party = await CibaParty.RegisterAsync(host, pings: true);
        var asked = await party.AskAsync();
        await host.AnswerAllAsync(party.Person);
        Assert.True(await Backchannels.WithinAsync(() => !heard.IsEmpty));
        Assert.Equal(HttpStatusCode.OK, (await party.RedeemAsync(asked)).Status);
    }
}
