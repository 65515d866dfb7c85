using System.Net;
using System.Text.Json.Nodes;
using AuthHub.OpenId.Consents;
using AuthHub.OpenId.Subjects;
using AuthHub.OpenId.Tests.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

#pragma warning disable IDE1006, SA1300 // Tests carry the suite's own names.
#pragma warning disable CA1707

namespace AuthHub.OpenId.Tests.Conformance;

/// <summary>The modules for FAPI 2.0 by a client of the security profile, and where the request's signature matters of message signing.</summary>
public sealed class FapiModules(ProviderHost host) : IClassFixture<ProviderHost>
{
    public static TheoryData<bool> Both => [false, true];

    [Fact]
    public async Task fapi2_security_profile_final_discovery_end_point_verification()
    {
        var document = (await host.GetAsync("/.well-known/openid-configuration")).Json;
        Assert.True(document.GetProperty("authorization_response_iss_parameter_supported").GetBoolean());
        Assert.Equal(["S256"], document.GetProperty("code_challenge_methods_supported").EnumerateArray().Select(one => one.GetString()));
        Assert.StartsWith("https://", document.GetProperty("pushed_authorization_request_endpoint").GetString());
        Assert.Contains("private_key_jwt", document.GetProperty("token_endpoint_auth_methods_supported").EnumerateArray().Select(one => one.GetString()));
        Assert.Contains("ES256", document.GetProperty("dpop_signing_alg_values_supported").EnumerateArray().Select(one => one.GetString()));
    }

    [Theory]
    [MemberData(nameof(Both))]
    public async Task fapi2_security_profile_final_happy_flow(bool signs)
    {
        var party = await FapiParty.RegisterAsync(host, signs);
        var tokens = await party.SignInAsync(party.Request());
        Assert.Equal(Party.Nonce, Stories.Part(tokens["id_token"], 1).GetProperty("nonce").GetString());
        Assert.Equal("alice", (await party.UserInfoAsync(tokens["access_token"]))["sub"]);
        Assert.Equal(HttpStatusCode.Unauthorized, (await host.UserInfoAsync(tokens["access_token"])).Status);
    }

    [Theory]
    [MemberData(nameof(Both))]
    public async Task fapi2_security_profile_final_user_rejects_authentication(bool signs)
    {
        var party = await FapiParty.RegisterAsync(host, signs, asksPeople: true);
        var asked = await party.OpenAsync(await party.PushAsync(party.Request()));
        var http = new DefaultHttpContext { RequestServices = host.Services };
        await host.InScopeAsync<ConsentRequests>(async consents =>
        {
            var refusal = await consents.DenyAsync(asked.Location!["/consent?request=".Length..], new Authentication("alice", Guid.Empty, default, "", [], 1), CancellationToken.None);
            await refusal!.ExecuteAsync(http);
        });
        var answer = party.Read(new Answer((HttpStatusCode)http.Response.StatusCode, "", default, null, null, null, http.Response.Headers.Location));
        Assert.Equal("access_denied", answer["error"]);
        Assert.Equal(Party.State, answer["state"]);
    }

    [Fact]
    public Task fapi2_security_profile_final_ensure_request_object_with_multiple_aud_succeeds() => SignedSucceedsAsync(claims => claims["aud"] = new JsonArray(ProviderHost.Issuer, "https://other.example"));

    [Theory]
    [MemberData(nameof(Both))]
    public async Task fapi2_security_profile_final_ensure_authorization_request_without_state_success(bool signs)
    {
        var party = await FapiParty.RegisterAsync(host, signs);
        Assert.DoesNotContain("state", (await party.AuthorizeAsync(party.Request(("state", null)))).Keys);
    }

    [Theory]
    [MemberData(nameof(Both))]
    public async Task fapi2_security_profile_final_ensure_authorization_request_without_nonce_success(bool signs)
    {
        var party = await FapiParty.RegisterAsync(host, signs);
        Assert.False(Stories.Part((await party.SignInAsync(party.Request(("nonce", null))))["id_token"], 1).TryGetProperty("nonce", out _));
    }

    [Fact]
    public Task fapi2_security_profile_final_ensure_authorization_request_with_64_char_nonce_success() => NonceComesBackAsync(64);

    [Fact]
    public Task fapi2_security_profile_final_ensure_authorization_request_with_long_nonce() => NonceComesBackAsync(384);

    [Fact]
    public async Task fapi2_security_profile_final_ensure_authorization_request_with_long_state()
    {
        var party = await FapiParty.RegisterAsync(host);
        var state = new string('s', 384);
        Assert.Equal(state, (await party.AuthorizeAsync(party.Request(("state", state))))["state"]);
    }

    [Fact]
    public async Task fapi2_security_profile_final_ensure_other_scope_order_succeeds()
    {
        var party = await FapiParty.RegisterAsync(host);
        await party.SignInAsync(party.Request(("scope", "email profile openid")));
    }

    [Fact]
    public async Task fapi2_security_profile_final_test_claims_parameter_identity_claims()
    {
        var party = await FapiParty.RegisterAsync(host);
        var tokens = await party.SignInAsync(party.Request(("claims", """{"userinfo":{"name":{"essential":true}},"id_token":{"email":null}}""")));
        Assert.Equal("Jānis Bērziņš", (await party.UserInfoAsync(tokens["access_token"]))["name"]);
        Assert.Equal("alice@example.org", Stories.Part(tokens["id_token"], 1).GetProperty("email").GetString());
    }

    [Theory]
    [InlineData("dpop")]
    [InlineData("DPOP")]
    [InlineData("dPoP")]
    public async Task fapi2_security_profile_final_access_token_type_header_case_sensitivity(string scheme)
    {
        var party = await FapiParty.RegisterAsync(host);
        var tokens = await party.SignInAsync(party.Request());
        Assert.Equal(HttpStatusCode.OK, (await party.UserInfoAsync(tokens["access_token"], scheme)).Status);
    }

    [Fact]
    public Task fapi2_security_profile_final_ensure_request_object_with_nbf_8_seconds_in_the_future_is_accepted() => SignedSucceedsAsync(claims => claims["nbf"] = Now + 8);

    [Fact]
    public async Task fapi2_security_profile_final_check_dpop_proof_nbf_exp()
    {
        var party = await FapiParty.RegisterAsync(host);
        var code = (await party.AuthorizeAsync(party.Request()))["code"];
        var answer = await party.Redeeming(code).SendAsync(host.Proof(party.Holder, claims: claims => (claims["nbf"], claims["exp"]) = (Now - 10, Now + 60)));
        Assert.Equal(HttpStatusCode.OK, answer.Status);
    }

    [Fact]
    public Task fapi2_security_profile_final_ensure_dpopproof_with_iat_10seconds_before_succeeds() => ProofSucceedsAsync(-10);

    [Fact]
    public Task fapi2_security_profile_final_ensure_dpopproof_with_iat_10seconds_after_succeeds() => ProofSucceedsAsync(10);

    [Fact]
    public async Task fapi2_security_profile_final_ensure_mismatched_dpop_jkt_fails()
    {
        var party = await FapiParty.RegisterAsync(host);
        var answer = await party.Pushing(party.Request(("dpop_jkt", new TestKey().Thumbprint))).SendAsync(host.Proof(party.Holder, "/connect/par"));
        Assert.Equal(HttpStatusCode.BadRequest, answer.Status);
    }

    [Fact]
    public async Task fapi2_security_profile_final_ensure_token_endpoint_fails_with_mismatched_dpop_proof_jkt()
    {
        var party = await FapiParty.RegisterAsync(host);
        var pushed = await party.Pushing(party.Request()).SendAsync(host.Proof(party.Holder, "/connect/par"));
        Assert.Equal(HttpStatusCode.BadRequest, (await party.RedeemAsync(party.Read(await party.OpenAsync(pushed))["code"], new TestKey())).Status);
    }

    [Fact]
    public async Task fapi2_security_profile_final_ensure_token_endpoint_fails_with_mismatched_dpop_jkt()
    {
        var party = await FapiParty.RegisterAsync(host);
        var code = (await party.AuthorizeAsync(party.Request(("dpop_jkt", party.Holder.Thumbprint))))["code"];
        Assert.Equal(HttpStatusCode.BadRequest, (await party.RedeemAsync(code, new TestKey())).Status);
    }

    [Fact]
    public async Task fapi2_security_profile_final_ensure_dpopproof_at_par_endpoint_binding_success()
    {
        var party = await FapiParty.RegisterAsync(host);
        var pushed = await party.Pushing(party.Request()).SendAsync(host.Proof(party.Holder, "/connect/par"));
        Assert.Equal(HttpStatusCode.OK, (await party.RedeemAsync(party.Read(await party.OpenAsync(pushed))["code"])).Status);
    }

    [Fact]
    public async Task fapi2_security_profile_final_ensure_dpop_auth_code_binding_success()
    {
        var party = await FapiParty.RegisterAsync(host);
        await party.SignInAsync(party.Request(("dpop_jkt", party.Holder.Thumbprint)));
    }

    [Fact]
    public async Task fapi2_security_profile_final_ensure_different_nonce_inside_and_outside_request_object()
    {
        var (party, pushed) = await SignedAsync();
        var code = party.Read(await host.GetAsync($"/connect/authorize?client_id={party.Id}&request_uri={Uri.EscapeDataString(pushed["request_uri"])}&nonce=outside", "alice"))["code"];
        Assert.Equal(Party.Nonce, Stories.Part((await party.RedeemAsync(code))["id_token"], 1).GetProperty("nonce").GetString());
    }

    [Fact]
    public async Task fapi2_security_profile_final_ensure_different_state_inside_and_outside_request_object()
    {
        var (party, pushed) = await SignedAsync();
        Assert.Equal(Party.State, party.Read(await host.GetAsync($"/connect/authorize?client_id={party.Id}&request_uri={Uri.EscapeDataString(pushed["request_uri"])}&state=outside", "alice"))["state"]);
    }

    [Fact]
    public async Task fapi2_security_profile_final_state_only_outside_request_object_not_used()
    {
        var (party, pushed) = await SignedAsync(("state", null));
        Assert.DoesNotContain("state", party.Read(await host.GetAsync($"/connect/authorize?client_id={party.Id}&request_uri={Uri.EscapeDataString(pushed["request_uri"])}&state=outside", "alice")).Keys);
    }

    [Fact]
    public Task fapi2_security_profile_final_ensure_request_object_without_exp_fails() => SignedFailsAsync(claims => claims.Remove("exp"));

    [Fact]
    public Task fapi2_security_profile_final_ensure_request_object_without_nbf_fails() => SignedFailsAsync(claims => claims.Remove("nbf"));

    [Fact]
    public Task fapi2_security_profile_final_ensure_request_object_without_redirect_uri_fails() => SignedFailsAsync(claims => claims.Remove("redirect_uri"));

    [Fact]
    public Task fapi2_security_profile_final_ensure_expired_request_object_fails() => SignedFailsAsync(claims => claims["exp"] = Now - 300);

    [Fact]
    public Task fapi2_security_profile_final_ensure_request_object_with_bad_aud_fails() => SignedFailsAsync(claims => claims["aud"] = "https://other.example");

    [Fact]
    public Task fapi2_security_profile_final_ensure_request_object_with_exp_over_60_fails() => SignedFailsAsync(claims => claims["exp"] = Now + (70 * 60));

    [Fact]
    public Task fapi2_security_profile_final_ensure_request_object_with_nbf_over_60_fails() => SignedFailsAsync(claims => claims["nbf"] = Now - (70 * 60));

    [Fact]
    public async Task fapi2_security_profile_final_ensure_signed_request_object_with_RS256_fails()
    {
        var party = await FapiParty.RegisterAsync(host, signs: true);
        await RefusedAsync(party, exchange => exchange.Form["request"] = party.Sign(party.Request(), key: new TestKey(algorithm: "RS256")));
    }

    [Fact]
    public async Task fapi2_security_profile_final_ensure_request_object_signature_algorithm_is_not_none()
    {
        var party = await FapiParty.RegisterAsync(host, signs: true);
        await RefusedAsync(party, exchange =>
        {
            var signed = exchange.Form["request"].Split('.');
            exchange.Form["request"] = TestKey.Encode(new JsonObject { ["alg"] = "none", ["typ"] = "oauth-authz-req+jwt" }) + "." + signed[1] + ".";
        });
    }

    [Fact]
    public async Task fapi2_security_profile_final_ensure_request_object_with_invalid_signature_fails()
    {
        var party = await FapiParty.RegisterAsync(host, signs: true);
        await RefusedAsync(party, exchange => exchange.Form["request"] = party.Sign(party.Request(), key: new TestKey()));
    }

    [Fact]
    public async Task fapi2_security_profile_final_ensure_matching_key_in_authorization_request()
    {
        var (party, other) = (await FapiParty.RegisterAsync(host, signs: true), await FapiParty.RegisterAsync(host, signs: true));
        await RefusedAsync(party, exchange => exchange.Form["request"] = party.Sign(party.Request(), key: other.Key));
    }

    [Fact]
    public async Task fapi2_security_profile_final_ensure_unsigned_request_at_par_endpoint_fails()
    {
        var party = await FapiParty.RegisterAsync(host, signs: true);
        await RefusedAsync(party, exchange =>
        {
            exchange.Form.Remove("request");
            party.Request().ToList().ForEach(pair => exchange.Form[pair.Key] = pair.Value);
        });
    }

    [Theory]
    [MemberData(nameof(Both))]
    public Task fapi2_security_profile_final_ensure_registered_redirect_uri(bool signs) => PushFailsAsync(signs, ("redirect_uri", FapiParty.Address + "/other"));

    [Theory]
    [MemberData(nameof(Both))]
    public Task fapi2_security_profile_final_plain_fapi_tolerate_unregistered_redirect_uri(bool signs) => PushFailsAsync(signs, ("redirect_uri", "https://elsewhere.example/cb"));

    [Theory]
    [MemberData(nameof(Both))]
    public async Task fapi2_security_profile_final_ensure_unsigned_authorization_request_without_using_par_fails(bool signs)
    {
        var party = await FapiParty.RegisterAsync(host, signs);
        var answer = await host.AuthorizeAsync(party.Request());
        Assert.DoesNotContain("code=", answer.Location ?? "", StringComparison.Ordinal);
        Assert.DoesNotContain("sign-in", answer.Location ?? "", StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Both))]
    public Task fapi2_security_profile_final_ensure_redirect_uri_in_authorization_request(bool signs) => PushFailsAsync(signs, ("redirect_uri", null));

    [Theory]
    [MemberData(nameof(Both))]
    public Task fapi2_security_profile_final_ensure_response_type_code_idtoken_fails(bool signs) => PushFailsAsync(signs, ("response_type", "code id_token"));

    [Theory]
    [MemberData(nameof(Both))]
    public Task fapi2_security_profile_final_ensure_response_type_token_fails(bool signs) => PushFailsAsync(signs, ("response_type", "token"));

    [Fact]
    public async Task fapi2_security_profile_final_ensure_client_id_in_token_endpoint()
    {
        var (party, other) = (await FapiParty.RegisterAsync(host), await FapiParty.RegisterAsync(host));
        var exchange = party.Redeeming((await party.AuthorizeAsync(party.Request()))["code"]);
        exchange.Form["client_id"] = other.Id;
        Assert.InRange((int)(await exchange.SendAsync(host.Proof(party.Holder))).Status, 400, 401);
    }

    [Fact]
    public async Task fapi2_security_profile_final_ensure_holder_of_key_required()
    {
        var party = await FapiParty.RegisterAsync(host);
        Assert.Equal(HttpStatusCode.BadRequest, (await party.Redeeming((await party.AuthorizeAsync(party.Request()))["code"]).SendAsync()).Status);
    }

    [Fact]
    public async Task fapi2_security_profile_final_ensure_authorization_code_is_bound_to_client()
    {
        var (party, other) = (await FapiParty.RegisterAsync(host), await FapiParty.RegisterAsync(host));
        (await other.RedeemAsync((await party.AuthorizeAsync(party.Request()))["code"])).ShouldBeRefusedWith("invalid_grant");
    }

    [Fact]
    public async Task fapi2_security_profile_final_attempt_reuse_authorization_code_after_one_second()
    {
        var party = await FapiParty.RegisterAsync(host);
        var code = (await party.AuthorizeAsync(party.Request()))["code"];
        await party.RedeemAsync(code);
        host.Clock.Advance(TimeSpan.FromSeconds(1));
        (await party.RedeemAsync(code)).ShouldBeRefusedWith("invalid_grant");
    }

    [Fact]
    public async Task fapi2_security_profile_final_ensure_token_endpoint_fails_with_expired_auth_code()
    {
        var party = await FapiParty.RegisterAsync(host);
        var code = (await party.AuthorizeAsync(party.Request()))["code"];
        host.Clock.Advance(TimeSpan.FromSeconds(65));
        (await party.RedeemAsync(code)).ShouldBeRefusedWith("invalid_grant");
    }

    [Fact]
    public async Task fapi2_security_profile_final_ensure_signed_client_assertion_with_RS256_fails()
    {
        var party = await FapiParty.RegisterAsync(host);
        var exchange = party.Redeeming((await party.AuthorizeAsync(party.Request()))["code"], key: new TestKey(algorithm: "RS256"));
        (await exchange.SendAsync(host.Proof(party.Holder))).ShouldBeRefusedWith("invalid_client", HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task fapi2_security_profile_final_ensure_client_assertion_in_token_endpoint()
    {
        var party = await FapiParty.RegisterAsync(host);
        var exchange = party.Redeeming((await party.AuthorizeAsync(party.Request()))["code"]);
        exchange.Form.Remove("client_assertion");
        exchange.Form.Remove("client_assertion_type");
        (await exchange.SendAsync(host.Proof(party.Holder))).ShouldBeRefusedWith("invalid_client", HttpStatusCode.Unauthorized);
    }

    [Fact]
    public Task fapi2_security_profile_final_ensure_client_assertion_with_exp_is_5_minutes_in_past_fails() => AssertionFailsAsync(claims => claims["exp"] = Now - 300);

    [Fact]
    public Task fapi2_security_profile_final_ensure_client_assertion_with_wrong_aud_fails() => AssertionFailsAsync(claims => claims["aud"] = "https://other.example");

    [Fact]
    public Task fapi2_security_profile_final_ensure_client_assertion_with_no_sub_fails() => AssertionFailsAsync(claims => claims.Remove("sub"));

    [Fact]
    public async Task fapi2_security_profile_final_dpop_negative_tests()
    {
        var party = await FapiParty.RegisterAsync(host);
        var token = (await party.SignInAsync(party.Request()))["access_token"];
        Assert.Equal(HttpStatusCode.OK, (await party.UserInfoAsync(token)).Status);
        foreach (var spoil in (Action<JsonObject>[])
        [
            proof => proof["htm"] = "POST", proof => proof["htu"] = "https://id.example.org/other", proof => proof["iat"] = Now - 3600, proof => proof.Remove("iat"),
            proof => proof.Remove("jti"), proof => proof.Remove("ath"), proof => proof["ath"] = "AAAA", proof => proof.Remove("htm"), proof => proof.Remove("htu"),
        ])
        {
            Assert.Equal(HttpStatusCode.Unauthorized, (await party.UserInfoAsync(token, proof: spoil)).Status);
        }

        Assert.Equal(HttpStatusCode.Unauthorized, (await party.UserInfoAsync(token, holder: new TestKey())).Status);
        Assert.Equal(HttpStatusCode.Unauthorized, (await party.UserInfoAsync(token, "Bearer")).Status);
        Assert.Equal(HttpStatusCode.Unauthorized, (await host.UserInfoAsync(token, "DPoP", [])).Status);
    }

    [Fact]
    public async Task fapi2_security_profile_final_refresh_token()
    {
        var (party, other) = (await FapiParty.RegisterAsync(host), await FapiParty.RegisterAsync(host));
        var tokens = await party.SignInAsync(party.Request(("scope", "openid offline_access")));
        (await RefreshAsync(other, tokens)).ShouldBeRefusedWith("invalid_grant");
        var first = await RefreshAsync(party, tokens);
        Assert.Equal(HttpStatusCode.OK, first.Status);
        Assert.Equal("alice", (await party.UserInfoAsync(first["access_token"]))["sub"]);

        // No rotation (FAPI 2.0 section 5.3.2.1): the same token goes on being good.
        Assert.Equal(HttpStatusCode.OK, (await RefreshAsync(party, tokens)).Status);
    }

    [Fact]
    public async Task fapi2_security_profile_final_test_essential_acr_sca_claim()
    {
        var party = await FapiParty.RegisterAsync(host);
        var answer = await party.OpenAsync(await party.PushAsync(party.Request(("claims", """{"id_token":{"acr":{"essential":true,"values":["urn:openbanking:psd2:sca"]}}}"""))));
        Assert.DoesNotContain("code=", answer.Location ?? "", StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Both))]
    public async Task fapi2_security_profile_final_par_ensure_reused_request_uri_prior_to_auth_completion_succeeds(bool signs)
    {
        var party = await FapiParty.RegisterAsync(host, signs);
        host.World.AddPerson("slow-fapi");
        var pushed = await party.PushAsync(party.Request());
        Assert.StartsWith("/sign-in", (await party.OpenAsync(pushed, "slow-fapi")).Location);
        Assert.Contains("code", party.Read(await party.OpenAsync(pushed)).Keys);
    }

    [Theory]
    [MemberData(nameof(Both))]
    public async Task fapi2_security_profile_final_par_attempt_reuse_request_uri(bool signs)
    {
        var party = await FapiParty.RegisterAsync(host, signs);
        var pushed = await party.PushAsync(party.Request());
        Assert.Contains("code", party.Read(await party.OpenAsync(pushed)).Keys);
        (await party.OpenAsync(pushed)).ShouldBeAnErrorPage();
    }

    [Theory]
    [MemberData(nameof(Both))]
    public async Task fapi2_security_profile_final_par_attempt_to_use_expired_request_uri(bool signs)
    {
        var party = await FapiParty.RegisterAsync(host, signs);
        var pushed = await party.PushAsync(party.Request());
        host.Clock.Advance(TimeSpan.FromSeconds(pushed.Json.GetProperty("expires_in").GetInt32() + 5));
        (await party.OpenAsync(pushed)).ShouldBeAnErrorPage();
    }

    [Fact]
    public async Task fapi2_security_profile_final_par_ensure_jwt_client_assertions_nbf_8_seconds_in_the_future_is_accepted()
    {
        var party = await FapiParty.RegisterAsync(host);
        Assert.Equal(HttpStatusCode.Created, (await party.PushAsync(party.Request(), assertion: claims => claims["nbf"] = Now + 8)).Status);
    }

    [Fact]
    public Task fapi2_security_profile_final_par_ensure_jwt_client_assertions_nbf_over_60_seconds_in_the_future_fails() => PushAssertionFailsAsync(claims => claims["nbf"] = Now + 65);

    [Fact]
    public async Task fapi2_security_profile_final_par_attempt_to_use_request_uri_for_different_client()
    {
        var (party, other) = (await FapiParty.RegisterAsync(host), await FapiParty.RegisterAsync(host));
        (await other.OpenAsync(await party.PushAsync(party.Request()))).ShouldBeAnErrorPage();
    }

    [Fact]
    public async Task fapi2_security_profile_final_par_authorization_request_containing_request_uri_form_param()
    {
        var party = await FapiParty.RegisterAsync(host);
        await RefusedAsync(party, exchange => exchange.Form["request_uri"] = "urn:ietf:params:oauth:request_uri:abc");
    }

    [Fact]
    public async Task fapi2_security_profile_final_par_authorization_request_containing_request_uri()
    {
        var party = await FapiParty.RegisterAsync(host, signs: true);
        await RefusedAsync(party, exchange => exchange.Form["request"] = party.Sign(party.Request(("request_uri", "urn:ietf:params:oauth:request_uri:abc"))));
    }

    [Theory]
    [InlineData("GET")]
    [InlineData("PUT")]
    public async Task fapi2_security_profile_final_par_attempt_invalid_http_method(string method) =>
        Assert.Equal(HttpStatusCode.MethodNotAllowed, (await host.GetAsync("/connect/par", method: new HttpMethod(method))).Status);

    [Theory]
    [MemberData(nameof(Both))]
    public Task fapi2_security_profile_final_par_ensure_pkce_required(bool signs) => PushFailsAsync(signs, ("code_challenge", null), ("code_challenge_method", null));

    [Theory]
    [MemberData(nameof(Both))]
    public Task fapi2_security_profile_final_par_plain_pkce_rejected(bool signs) => PushFailsAsync(signs, ("code_challenge_method", "plain"));

    [Fact]
    public async Task fapi2_security_profile_final_ensure_pkce_code_verifier_required()
    {
        var party = await FapiParty.RegisterAsync(host);
        var exchange = party.Redeeming((await party.AuthorizeAsync(party.Request()))["code"]);
        exchange.Form.Remove("code_verifier");
        Assert.Equal(HttpStatusCode.BadRequest, (await exchange.SendAsync(host.Proof(party.Holder))).Status);
    }

    [Fact]
    public async Task fapi2_security_profile_final_incorrect_pkce_code_verifier_rejected()
    {
        var party = await FapiParty.RegisterAsync(host);
        var exchange = party.Redeeming((await party.AuthorizeAsync(party.Request()))["code"]);
        exchange.Form["code_verifier"] = Stories.Verifier + "x";
        (await exchange.SendAsync(host.Proof(party.Holder))).ShouldBeRefusedWith("invalid_grant");
    }

    [Theory]
    [MemberData(nameof(Both))]
    public async Task fapi2_security_profile_final_par_without_duplicate_parameters(bool signs)
    {
        var party = await FapiParty.RegisterAsync(host, signs);
        Assert.Contains("code", (await party.AuthorizeAsync(party.Request())).Keys);
    }

    [Fact]
    public Task fapi2_security_profile_final_par_test_array_as_audience_fails() => PushAssertionFailsAsync(claims => claims["aud"] = new JsonArray(ProviderHost.Issuer));

    [Fact]
    public Task fapi2_security_profile_final_par_test_par_endpoint_url_as_audience_fails() => PushAssertionFailsAsync(claims => claims["aud"] = ProviderHost.Issuer + "/connect/par");

    [Fact]
    public Task fapi2_security_profile_final_par_test_token_endpoint_url_as_audience_fails() => PushAssertionFailsAsync(claims => claims["aud"] = ProviderHost.Issuer + "/connect/token");

    private long Now => host.Clock.GetUtcNow().ToUnixTimeSeconds();

    private async Task NonceComesBackAsync(int length)
    {
        var party = await FapiParty.RegisterAsync(host);
        var nonce = new string('n', length);
        Assert.Equal(nonce, Stories.Part((await party.SignInAsync(party.Request(("nonce", nonce))))["id_token"], 1).GetProperty("nonce").GetString());
    }

    private async Task ProofSucceedsAsync(int seconds)
    {
        var party = await FapiParty.RegisterAsync(host);
        var code = (await party.AuthorizeAsync(party.Request()))["code"];
        Assert.Equal(HttpStatusCode.OK, (await party.Redeeming(code).SendAsync(host.Proof(party.Holder, claims: claims => claims["iat"] = Now + seconds))).Status);
    }

    private async Task<(FapiParty Party, Answer Pushed)> SignedAsync(params (string Name, string? Value)[] changes)
    {
        var party = await FapiParty.RegisterAsync(host, signs: true);
        return (party, await party.PushAsync(party.Request(changes)));
    }

    private async Task SignedSucceedsAsync(Action<JsonObject> claims)
    {
        var party = await FapiParty.RegisterAsync(host, signs: true);
        await party.SignInAsync(party.Request(), claims);
    }

    private async Task SignedFailsAsync(Action<JsonObject> claims)
    {
        var party = await FapiParty.RegisterAsync(host, signs: true);
        await RefusedAsync(party, exchange => exchange.Form["request"] = party.Sign(party.Request(), claims));
    }

    private async Task PushFailsAsync(bool signs, params (string Name, string? Value)[] changes)
    {
        var party = await FapiParty.RegisterAsync(host, signs);
        Refused(await party.PushAsync(party.Request(changes)));
    }

    private static async Task RefusedAsync(FapiParty party, Action<Exchange> spoil)
    {
        var exchange = party.Pushing(party.Request());
        spoil(exchange);
        Refused(await exchange.SendAsync());
    }

    private async Task AssertionFailsAsync(Action<JsonObject> claims)
    {
        var party = await FapiParty.RegisterAsync(host);
        var exchange = party.Redeeming((await party.AuthorizeAsync(party.Request()))["code"], claims);
        (await exchange.SendAsync(host.Proof(party.Holder))).ShouldBeRefusedWith("invalid_client", HttpStatusCode.Unauthorized);
    }

    private async Task PushAssertionFailsAsync(Action<JsonObject> claims)
    {
        var party = await FapiParty.RegisterAsync(host);
        (await party.PushAsync(party.Request(), assertion: claims)).ShouldBeRefusedWith("invalid_client", HttpStatusCode.Unauthorized);
    }

    private Task<Answer> RefreshAsync(FapiParty party, Answer tokens)
    {
        var exchange = party.To("/connect/token");
        (exchange.Form["grant_type"], exchange.Form["refresh_token"]) = ("refresh_token", tokens["refresh_token"]);
        return exchange.SendAsync(host.Proof(party.Holder));
    }

    private static void Refused(Answer answer)
    {
        Assert.Equal(HttpStatusCode.BadRequest, answer.Status);
        Assert.DoesNotContain("urn:ietf:params:oauth:request_uri", answer.Text, StringComparison.Ordinal);
    }
}
