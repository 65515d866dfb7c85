using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using AuthHub.OpenId.Clients;
using AuthHub.OpenId.Tests.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace AuthHub.OpenId.Tests;

/// <summary>FAPI 2.0, Security Profile and Message Signing: one switch for an app, and every rule tried with one thing wrong.</summary>
public sealed class FapiTests(ProviderHost host) : IClassFixture<ProviderHost>
{
    private const string Address = "https://fapi.example/cb";

    private static int _clients;

    // Making RSA keys takes time.
    private static readonly TestKey _rs = new("r1", "RS256");

    private static readonly TestKey _ps = new("p1", "PS256");

    private readonly TestKey _key = new("e1");

    private readonly TestKey _dpop = new();

    [Fact]
    public async Task The_switch_fixes_all_that_was_left_open()
    {
        var client = await RegisterAsync(FapiProfiles.Security);

        Assert.True(client.Metadata.RequirePushedAuthorizationRequests);
        Assert.True(client.Metadata.DpopBoundAccessTokens);
        Assert.True(client.RequirePkce);
        Assert.Equal("PS256", client.IdTokenSignedResponseAlg);
        Assert.False(client.Metadata.RequireSignedRequestObject);

        var signing = await RegisterAsync(FapiProfiles.MessageSigning);
        Assert.True(signing.Metadata is { RequireSignedRequestObject: true, RequirePushedAuthorizationRequests: true, DpopBoundAccessTokens: true });
        Assert.Equal(("PS256", "PS256"), (signing.IdTokenSignedResponseAlg, signing.Metadata.AuthorizationSignedResponseAlg));
        Assert.All(signing.Metadata.ResponseModes!, mode => Assert.EndsWith("jwt", mode));

        var certified = await RegisterAsync(FapiProfiles.Security, m => (m["token_endpoint_auth_method"], m["tls_client_auth_subject_dn"]) = ("tls_client_auth", "CN=fapi"));
        Assert.True(certified.Metadata is { TlsClientCertificateBoundAccessTokens: true, DpopBoundAccessTokens: false });
    }

    [Fact]
    public async Task A_security_profile_client_gets_bound_tokens_and_its_refresh_token_stays()
    {
        var client = await RegisterAsync(FapiProfiles.Security);

        var answer = (await OpenAsync(client, await PushAsync(client))).RedirectTo(Address);
        Assert.Equal(ProviderHost.Issuer, answer["iss"]);
        var tokens = await RedeemAsync(client, answer["code"]);

        Assert.Equal("DPoP", tokens["token_type"]);
        Assert.Equal(_dpop.Thumbprint, Stories.Part(tokens["access_token"], 1).GetProperty("cnf").GetProperty("jkt").GetString());
        Assert.Equal("PS256", Stories.Part(tokens["id_token"], 0).GetProperty("alg").GetString());
        for (var i = 0; i < 3; i++)
        {
            var again = await SendAsync(client, form => (form["grant_type"], form["refresh_token"]) = ("refresh_token", tokens["refresh_token"]));
            Assert.Equal(tokens["refresh_token"], again["refresh_token"]);
        }
    }

    [Fact]
    public async Task A_message_signing_client_is_answered_by_a_signed_answer()
    {
        var client = await RegisterAsync(FapiProfiles.MessageSigning);

        var pushed = await PushSignedAsync(client);
        Assert.Equal(HttpStatusCode.Created, pushed.Status);
        var response = (await OpenAsync(client, pushed)).RedirectTo(Address)["response"];

        Assert.Equal("PS256", Stories.Part(response, 0).GetProperty("alg").GetString());
        Assert.Equal(ProviderHost.Issuer, Stories.Part(response, 1).GetProperty("iss").GetString());
        var tokens = await RedeemAsync(client, Stories.Part(response, 1).GetProperty("code").GetString()!);
        Assert.Equal("DPoP", tokens["token_type"]);
    }

    [Theory]
    [InlineData("token_endpoint_auth_method", "\"client_secret_basic\"", "private_key_jwt")]
    [InlineData("token_endpoint_auth_method", "\"client_secret_jwt\"", "private_key_jwt")]
    [InlineData("token_endpoint_auth_method", "\"none\"", "private_key_jwt")]
    [InlineData("redirect_uris", "[\"http://localhost/cb\"]", "https")]
    [InlineData("redirect_uris", "[\"https://fapi.example/cb\", \"com.example.app:/cb\"]", "https")]
    [InlineData("response_types", "[\"code id_token\"]", "nothing but code")]
    [InlineData("response_types", "[\"code\", \"none\"]", "nothing but code")]
    [InlineData("grant_types", "[\"authorization_code\", \"implicit\"]", "nothing but code")]
    [InlineData("require_pkce", "false", "PKCE")]
    [InlineData("request_uris", "[\"https://fapi.example/request.jwt\"]", "request_uris")]
    [InlineData("id_token_signed_response_alg", "\"RS256\"", "PS256 or ES256")]
    [InlineData("token_endpoint_auth_signing_alg", "\"RS256\"", "PS256 or ES256")]
    [InlineData("token_endpoint_auth_signing_alg", "\"ES512\"", "PS256 or ES256")]
    [InlineData("request_object_signing_alg", "\"RS256\"", "PS256 or ES256")]
    [InlineData("authorization_signed_response_alg", "\"RS256\"", "PS256 or ES256")]
    [InlineData("userinfo_signed_response_alg", "\"RS256\"", "PS256 or ES256")]
    [InlineData("introspection_signed_response_alg", "\"RS256\"", "PS256 or ES256")]
    [InlineData("response_modes", "[\"jwt\", \"query\"]", "signed modes")]
    [InlineData("fapi_profile", "\"fapi1_advanced\"", "fapi2_security")]
    public void An_app_that_cannot_keep_the_profile_is_refused_with_a_sentence(string member, string value, string sentence)
    {
        var metadata = Metadata("refused", FapiProfiles.MessageSigning);
        metadata["application_type"] = value.Contains("com.example", StringComparison.Ordinal) ? "native" : "web";
        metadata[member] = JsonNode.Parse(value);

        var refused = Assert.IsType<RegistrationVerdict.Refused>(Read(metadata));

        Assert.Contains(refused.Reasons, reason => reason.StartsWith("fapi_profile", StringComparison.Ordinal) && reason.Contains(sentence, StringComparison.Ordinal));
    }

    [Fact]
    public void Tokens_that_would_be_pushed_unbound_and_questions_signed_with_RS256_are_refused()
    {
        var metadata = Metadata("asking", FapiProfiles.MessageSigning);
        metadata["grant_types"] = new JsonArray("authorization_code", "urn:openid:params:grant-type:ciba");
        metadata["backchannel_token_delivery_mode"] = "poll";
        Assert.Equal("PS256", Assert.IsType<RegistrationVerdict.Accepted>(Read(metadata)).Client.Metadata.BackchannelAuthenticationRequestSigningAlg);

        metadata["backchannel_authentication_request_signing_alg"] = "RS256";
        Assert.IsType<RegistrationVerdict.Refused>(Read(metadata));

        metadata["backchannel_authentication_request_signing_alg"] = "ES256";
        (metadata["backchannel_token_delivery_mode"], metadata["backchannel_client_notification_endpoint"]) = ("push", "https://fapi.example/told");
        Assert.Contains("pushed", Assert.Single(Assert.IsType<RegistrationVerdict.Refused>(Read(metadata)).Reasons), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_app_does_not_leave_its_profile_by_itself()
    {
        var client = await RegisterAsync(FapiProfiles.MessageSigning);
        var registration = host.Services.GetRequiredService<ClientRegistration>();

        foreach (var weaker in new[] { null, FapiProfiles.Security })
        {
            var metadata = Metadata(client.ClientId, weaker);
            metadata.Remove("client_id");
            var refused = Assert.IsType<RegistrationVerdict.Refused>(registration.ReadOwn(JsonSerializer.SerializeToElement(metadata), client));
            Assert.Contains(refused.Reasons, reason => reason.Contains("fapi_profile stays", StringComparison.Ordinal));
        }

        var same = Metadata(client.ClientId, FapiProfiles.MessageSigning);
        Assert.IsType<RegistrationVerdict.Accepted>(registration.ReadOwn(JsonSerializer.SerializeToElement(same), client));
        Assert.IsType<RegistrationVerdict.Accepted>(Read(ClientDocument.Of(client, null)));
    }

    [Fact]
    public async Task REQ_01_A_request_that_was_not_pushed_is_refused()
    {
        var client = await RegisterAsync(FapiProfiles.Security);

        var answer = await host.AuthorizeAsync(Request(client));

        Assert.Equal("invalid_request", answer.RedirectTo(Address)["error"]);
        Assert.DoesNotContain("code", answer.RedirectTo(Address).Keys);
    }

    [Theory]
    [InlineData("code_challenge", null, "invalid_request")]
    [InlineData("code_challenge_method", "plain", "invalid_request")]
    [InlineData("response_type", "code id_token", "unauthorized_client")]
    [InlineData("response_type", "token", "unsupported_response_type")]
    [InlineData("redirect_uri", "https://fapi.example/other", "invalid_request")]
    [InlineData("redirect_uri", null, "invalid_request")]
    [InlineData("request_uri", "urn:ietf:params:oauth:request_uri:x", "invalid_request")]
    public async Task A_pushed_request_with_one_thing_wrong_is_refused(string parameter, string? value, string error)
    {
        var client = await RegisterAsync(FapiProfiles.Security);

        var answer = await PushAsync(client, request =>
        {
            request.Remove(parameter);
            if (value is not null)
            {
                request[parameter] = value;
            }
        });

        answer.ShouldBeRefusedWith(error);
    }

    [Fact]
    public async Task CLI_04_The_assertion_is_for_the_issuer_as_one_string_and_signed_with_PS256_or_ES256()
    {
        var client = await RegisterAsync(FapiProfiles.Security);
        Assert.Equal(HttpStatusCode.Created, (await PushAsync(client, key: _ps)).Status);

        (await PushAsync(client, key: _rs)).ShouldBeRefusedWith("invalid_client", HttpStatusCode.Unauthorized);
        JsonNode?[] audiences = [new JsonArray(ProviderHost.Issuer), ProviderHost.Issuer + "/connect/par", ProviderHost.Issuer + "/connect/token", ProviderHost.Issuer + "/", null];
        foreach (var audience in audiences)
        {
            (await PushAsync(client, assertion: claims => claims["aud"] = audience?.DeepClone())).ShouldBeRefusedWith("invalid_client", HttpStatusCode.Unauthorized);
        }

        (await PushAsync(client, assertion: claims => claims["nbf"] = host.Clock.GetUtcNow().AddSeconds(61).ToUnixTimeSeconds())).ShouldBeRefusedWith("invalid_client", HttpStatusCode.Unauthorized);
        Assert.Equal(HttpStatusCode.Created, (await PushAsync(client, assertion: claims => claims["iat"] = host.Clock.GetUtcNow().AddSeconds(8).ToUnixTimeSeconds())).Status);
    }

    [Fact]
    public async Task REQ_06_Tokens_need_a_proof_signed_with_PS256_or_ES256()
    {
        var client = await RegisterAsync(FapiProfiles.Security);
        var code = (await OpenAsync(client, await PushAsync(client))).RedirectTo(Address)["code"];

        (await RedeemAsync(client, code, proof: null)).ShouldBeRefusedWith("invalid_dpop_proof");
        (await RedeemAsync(client, code, proof: _rs)).ShouldBeRefusedWith("invalid_dpop_proof");
        Assert.Equal("DPoP", (await RedeemAsync(client, code, proof: _ps))["token_type"]);
    }

    [Fact]
    public async Task TOK_05_A_code_lives_a_minute_whatever_the_setting_says()
    {
        var client = await RegisterAsync(FapiProfiles.Security);
        var settings = host.Services.GetRequiredService<IOptions<OpenIdSettings>>().Value;
        settings.CodeLifetime = TimeSpan.FromMinutes(5);
        try
        {
            var code = (await OpenAsync(client, await PushAsync(client))).RedirectTo(Address)["code"];
            host.Clock.Advance(TimeSpan.FromSeconds(60));

            (await RedeemAsync(client, code)).ShouldBeRefusedWith("invalid_grant");
        }
        finally
        {
            settings.CodeLifetime = TimeSpan.FromSeconds(60);
        }
    }

    [Fact]
    public async Task REQ_05_Message_signing_wants_a_signed_request_with_all_it_says_about_time()
    {
        var client = await RegisterAsync(FapiProfiles.MessageSigning);
        var now = host.Clock.GetUtcNow();

        (await PushAsync(client, request => request["response_mode"] = "jwt")).ShouldBeRefusedWith("invalid_request");
        (await PushSignedAsync(client, key: _rs)).ShouldBeRefusedWith("invalid_request_object");
        Action<JsonObject>[] wrong =
        [
            claims => claims.Remove("nbf"),
            claims => claims.Remove("exp"),
            claims => claims.Remove("aud"),
            claims => claims["aud"] = "https://other.example",
            claims => claims["iss"] = "somebody",
            claims => claims["client_id"] = "somebody",
            claims => claims["nbf"] = now.AddMinutes(-61).ToUnixTimeSeconds(),
            claims => claims["nbf"] = now.AddSeconds(61).ToUnixTimeSeconds(),
            claims => claims["exp"] = now.AddMinutes(62).ToUnixTimeSeconds(),
            claims => claims["exp"] = now.AddSeconds(-11).ToUnixTimeSeconds(),
            claims => claims["request_uri"] = "https://fapi.example/request.jwt",
        ];
        foreach (var change in wrong)
        {
            (await PushSignedAsync(client, change)).ShouldBeRefusedWith("invalid_request_object");
        }

        (await PushSignedAsync(client, typ: "at+jwt")).ShouldBeRefusedWith("invalid_request_object");
        Assert.Equal(HttpStatusCode.Created, (await PushSignedAsync(client, claims => (claims["nbf"], claims["exp"]) = (now.AddMinutes(-59).ToUnixTimeSeconds(), now.AddSeconds(30).ToUnixTimeSeconds()))).Status);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("query")]
    [InlineData("fragment")]
    [InlineData("form_post")]
    public async Task RED_15_Message_signing_gives_no_unsigned_answer(string? mode)
    {
        var client = await RegisterAsync(FapiProfiles.MessageSigning);

        var answer = await PushSignedAsync(client, claims =>
        {
            claims.Remove("response_mode");
            if (mode is not null)
            {
                claims["response_mode"] = mode;
            }
        });

        answer.ShouldBeRefusedWith("invalid_request");
    }

    private async Task<Client> RegisterAsync(string profile, Action<JsonObject>? change = null)
    {
        var metadata = Metadata($"fapi-{Interlocked.Increment(ref _clients)}", profile);
        change?.Invoke(metadata);
        return await host.RegisterAsync(metadata.ToJsonString());
    }

    private JsonObject Metadata(string id, string? profile) => new()
    {
        ["client_id"] = id,
        ["first_party"] = true,
        ["redirect_uris"] = new JsonArray(Address),
        ["grant_types"] = new JsonArray("authorization_code", "refresh_token"),
        ["token_endpoint_auth_method"] = "private_key_jwt",
        ["jwks"] = JsonNode.Parse(TestKey.Jwks(_key, _rs, _ps)),
        ["fapi_profile"] = profile,
    };

    private RegistrationVerdict Read(JsonObject metadata) => host.Services.GetRequiredService<ClientRegistration>().Read(JsonSerializer.SerializeToElement(metadata));

    private static Dictionary<string, string> Request(Client client)
    {
        var request = Stories.AuthorizationRequest();
        (request["client_id"], request["redirect_uri"], request["nonce"]) = (client.ClientId, Address, new string('n', 64));
        return request;
    }

    private Task<Answer> PushAsync(Client client, Action<Dictionary<string, string>>? change = null, TestKey? key = null, Action<JsonObject>? assertion = null)
    {
        var request = Request(client);
        change?.Invoke(request);
        return SendAsync(client, form => request.ToList().ForEach(one => form[one.Key] = one.Value), "/connect/par", key, assertion, proof: null);
    }

    private Task<Answer> PushSignedAsync(Client client, Action<JsonObject>? change = null, TestKey? key = null, string typ = "oauth-authz-req+jwt")
    {
        var now = host.Clock.GetUtcNow();
        var claims = new JsonObject
        {
            ["iss"] = client.ClientId,
            ["aud"] = ProviderHost.Issuer,
            ["nbf"] = now.ToUnixTimeSeconds(),
            ["exp"] = now.AddMinutes(5).ToUnixTimeSeconds(),
            ["response_mode"] = "jwt",
        };
        Request(client).ToList().ForEach(one => claims[one.Key] = one.Value);
        change?.Invoke(claims);
        var signer = key ?? _key;
        var jwt = signer.Sign(claims, new JsonObject { ["alg"] = signer.Algorithm, ["kid"] = signer.Kid, ["typ"] = typ });
        return SendAsync(client, form => form["request"] = jwt, "/connect/par", proof: null);
    }

    private Task<Answer> OpenAsync(Client client, Answer pushed) =>
        host.GetAsync($"/connect/authorize?client_id={client.ClientId}&request_uri={Uri.EscapeDataString(pushed["request_uri"])}", "alice");

    private Task<Answer> RedeemAsync(Client client, string code) => RedeemAsync(client, code, _dpop);

    private Task<Answer> RedeemAsync(Client client, string code, TestKey? proof) => SendAsync(
        client,
        form => (form["grant_type"], form["code"], form["redirect_uri"], form["code_verifier"]) = ("authorization_code", code, Address, Stories.Verifier),
        proof: proof);

    private Task<Answer> SendAsync(Client client, Action<Dictionary<string, string>> fill) => SendAsync(client, fill, proof: _dpop);

    private Task<Answer> SendAsync(Client client, Action<Dictionary<string, string>> fill, string path = "/connect/token", TestKey? key = null, Action<JsonObject>? assertion = null, TestKey? proof = null)
    {
        var (now, signer) = (host.Clock.GetUtcNow(), key ?? _key);
        var claims = new JsonObject
        {
            ["iss"] = client.ClientId,
            ["sub"] = client.ClientId,
            ["aud"] = ProviderHost.Issuer,
            ["jti"] = Guid.CreateVersion7().ToString(),
            ["iat"] = now.ToUnixTimeSeconds(),
            ["exp"] = now.AddMinutes(1).ToUnixTimeSeconds(),
        };
        assertion?.Invoke(claims);
        var exchange = new Exchange(host, path, null)
        {
            Form = { ["client_assertion_type"] = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer", ["client_assertion"] = signer.Sign(claims) },
        };
        fill(exchange.Form);
        return proof is null ? exchange.SendAsync() : exchange.SendAsync(host.Proof(proof, path));
    }
}
