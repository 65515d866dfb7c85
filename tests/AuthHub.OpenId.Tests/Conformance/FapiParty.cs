using System.Net;
using System.Text.Json.Nodes;
using AuthHub.OpenId.Tests.Hosting;

namespace AuthHub.OpenId.Tests.Conformance;

/// <summary>The suite's relying party for FAPI 2.0: pushes its requests, proves itself by signature and its tokens by DPoP; for message signing it signs requests and gets signed answers.</summary>
internal sealed class FapiParty
{
    public const string Address = "https://suite.example/fapi";
    private const string Scope = "openid profile email offline_access";

    private readonly ProviderHost _host;

    private FapiParty(ProviderHost host, string id, bool signs) => (_host, Id, Signs) = (host, id, signs);

    public string Id { get; }

    /// <summary>Whether it is one for message signing.</summary>
    public bool Signs { get; }

    public TestKey Key { get; } = new("suite");

    /// <summary>The key its tokens are bound to.</summary>
    public TestKey Holder { get; } = new("holder");

    public static async Task<FapiParty> RegisterAsync(ProviderHost host, bool signs = false, bool asksPeople = false)
    {
        var party = new FapiParty(host, "fapi-" + Guid.CreateVersion7().ToString("N"), signs);
        var metadata = new JsonObject
        {
            ["client_id"] = party.Id,
            ["client_name"] = "Suite",
            ["first_party"] = !asksPeople,
            ["fapi_profile"] = signs ? "fapi2_message_signing" : "fapi2_security",
            ["redirect_uris"] = new JsonArray(Address),
            ["grant_types"] = new JsonArray("authorization_code", "refresh_token"),
            ["token_endpoint_auth_method"] = "private_key_jwt",
            ["token_endpoint_auth_signing_alg"] = "ES256",
            ["dpop_bound_access_tokens"] = true,
            ["id_token_signed_response_alg"] = "ES256",
            ["scope"] = Scope,
            ["jwks"] = JsonNode.Parse(TestKey.Jwks(party.Key)),
        };
        if (signs)
        {
            (metadata["authorization_signed_response_alg"], metadata["request_object_signing_alg"]) = ("ES256", "ES256");
        }

        await host.RegisterAsync(metadata.ToJsonString());
        return party;
    }

    public Dictionary<string, string> Request(params (string Name, string? Value)[] changes)
    {
        var request = new Dictionary<string, string>
        {
            ["client_id"] = Id,
            ["redirect_uri"] = Address,
            ["response_type"] = "code",
            ["scope"] = "openid",
            ["state"] = Party.State,
            ["nonce"] = Party.Nonce,
            ["code_challenge"] = Stories.Challenge,
            ["code_challenge_method"] = "S256",
        };
        if (Signs)
        {
            request["response_mode"] = "jwt";
        }

        foreach (var (name, value) in changes)
        {
            request.Remove(name);
            if (value is not null)
            {
                request[name] = value;
            }
        }

        return request;
    }

    /// <summary>The request as a request object.</summary>
    public string Sign(Dictionary<string, string> request, Action<JsonObject>? claims = null, TestKey? key = null)
    {
        var now = _host.Clock.GetUtcNow().ToUnixTimeSeconds();
        var body = new JsonObject { ["iss"] = Id, ["aud"] = ProviderHost.Issuer, ["iat"] = now, ["nbf"] = now, ["exp"] = now + 300, ["jti"] = Guid.CreateVersion7().ToString() };
        request.ToList().ForEach(pair => body[pair.Key] = pair.Value);
        claims?.Invoke(body);
        key ??= Key;
        return key.Sign(body, new JsonObject { ["alg"] = key.Algorithm, ["kid"] = Key.Kid, ["typ"] = "oauth-authz-req+jwt" });
    }

    /// <summary>An authenticated request to an endpoint.</summary>
    public Exchange To(string path, Action<JsonObject>? claims = null, TestKey? key = null)
    {
        var now = _host.Clock.GetUtcNow().ToUnixTimeSeconds();
        var body = new JsonObject { ["iss"] = Id, ["sub"] = Id, ["aud"] = ProviderHost.Issuer, ["jti"] = Guid.CreateVersion7().ToString(), ["iat"] = now, ["exp"] = now + 60 };
        claims?.Invoke(body);
        key ??= Key;
        return new Exchange(_host, path, null)
        {
            Form =
            {
                ["client_id"] = Id,
                ["client_assertion_type"] = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
                ["client_assertion"] = key.Sign(body, new JsonObject { ["alg"] = key.Algorithm, ["kid"] = Key.Kid }),
            },
        };
    }

    public Exchange Pushing(Dictionary<string, string> request, Action<JsonObject>? claims = null, Action<JsonObject>? assertion = null)
    {
        var exchange = To("/connect/par", assertion);
        if (Signs)
        {
            exchange.Form["request"] = Sign(request, claims);
        }
        else
        {
            request.ToList().ForEach(pair => exchange.Form[pair.Key] = pair.Value);
        }

        return exchange;
    }

    public Task<Answer> PushAsync(Dictionary<string, string> request, Action<JsonObject>? claims = null, Action<JsonObject>? assertion = null) => Pushing(request, claims, assertion).SendAsync();

    public Task<Answer> OpenAsync(Answer pushed, string person = "alice") =>
        _host.GetAsync($"/connect/authorize?client_id={Id}&request_uri={Uri.EscapeDataString(pushed["request_uri"])}", person);

    /// <summary>What came back to the redirect URI, out of the signed answer if it is one.</summary>
    public Dictionary<string, string> Read(Answer answer)
    {
        var parameters = answer.RedirectTo(Address);
        if (!Signs)
        {
            Assert.Equal(ProviderHost.Issuer, parameters["iss"]);
            return parameters;
        }

        var claims = Stories.Part(Assert.Single(parameters).Value, 1);
        Assert.Equal(ProviderHost.Issuer, claims.GetProperty("iss").GetString());
        Assert.Equal(Id, claims.GetProperty("aud").GetString());
        return claims.EnumerateObject().ToDictionary(member => member.Name, member => member.Value.ToString());
    }

    public async Task<Dictionary<string, string>> AuthorizeAsync(Dictionary<string, string> request, Action<JsonObject>? claims = null)
    {
        var pushed = await PushAsync(request, claims);
        Assert.True(pushed.Status == HttpStatusCode.Created, pushed.Text);
        return Read(await OpenAsync(pushed));
    }

    public Exchange Redeeming(string code, Action<JsonObject>? assertion = null, TestKey? key = null)
    {
        var exchange = To("/connect/token", assertion, key);
        (exchange.Form["grant_type"], exchange.Form["code"], exchange.Form["redirect_uri"], exchange.Form["code_verifier"]) = ("authorization_code", code, Address, Stories.Verifier);
        return exchange;
    }

    public Task<Answer> RedeemAsync(string code, TestKey? holder = null) => Redeeming(code).SendAsync(_host.Proof(holder ?? Holder));

    /// <summary>The whole way; tokens of a good answer.</summary>
    public async Task<Answer> SignInAsync(Dictionary<string, string> request, Action<JsonObject>? claims = null)
    {
        var tokens = await RedeemAsync((await AuthorizeAsync(request, claims))["code"]);
        Assert.True(tokens.Status == HttpStatusCode.OK, tokens.Text);
        Assert.Equal("DPoP", tokens["token_type"]);
        var id = Stories.Part(tokens["id_token"], 1);
        Assert.Equal(Id, id.GetProperty("aud").GetString());
        return tokens;
    }

    public Task<Answer> UserInfoAsync(string token, string scheme = "DPoP", Action<JsonObject>? proof = null, TestKey? holder = null) =>
        _host.UserInfoAsync(token, scheme, [_host.Proof(holder ?? Holder, "/connect/userinfo", "GET", token, proof)]);
}
