using System.Buffers.Text;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using AuthHub.Jose;
using AuthHub.OpenId.Tests.Hosting;

namespace AuthHub.OpenId.Tests.Conformance;

/// <summary>The relying party that the OpenID Foundation's suite would be: registered by machine, checking everything it is given.</summary>
internal sealed class Party(ProviderHost host, string id)
{
    public const string Address = "https://suite.example/cb";
    public const string AfterLogout = "https://suite.example/bye";
    public const string State = "state-of-the-suite";
    public const string Nonce = "nonce-of-the-suite";

    /// <summary>Response types and modes of the profiles that are on: basic, hybrid without a token in the redirect, and both with form_post.</summary>
    public static TheoryData<string, string> Ways => new() { { "code", "query" }, { "code", "form_post" }, { "code id_token", "fragment" }, { "code id_token", "form_post" } };

    public string Id => id;

    /// <summary>Registers with usual metadata and what else or otherwise is wished.</summary>
    public static async Task<Party> RegisterAsync(ProviderHost host, params (string Name, JsonNode? Value)[] otherwise)
    {
        var id = "suite-" + Guid.CreateVersion7().ToString("N");
        var metadata = JsonNode.Parse($$"""
            { "client_id": "{{id}}", "client_secret": "{{ProviderHost.Secret}}", "client_name": "Suite", "first_party": true, "require_pkce": false,
              "redirect_uris": ["{{Address}}"], "post_logout_redirect_uris": ["{{AfterLogout}}"], "grant_types": ["authorization_code", "implicit", "refresh_token"],
              "response_types": ["code", "code id_token", "id_token"], "response_modes": ["query", "fragment", "form_post"], "scope": "openid profile email address phone offline_access" }
            """)!.AsObject();
        foreach (var (name, value) in otherwise)
        {
            metadata[name] = value;
            if (value?.ToString() == "private_key_jwt")
            {
                metadata.Remove("client_secret");
            }
        }

        await host.RegisterAsync(metadata.ToJsonString());
        return new Party(host, id);
    }

    public Dictionary<string, string> Request(string type = "code", string mode = "query", params (string Name, string? Value)[] changes)
    {
        var request = new Dictionary<string, string>
        {
            ["client_id"] = id,
            ["redirect_uri"] = Address,
            ["response_type"] = type,
            ["scope"] = "openid",
            ["state"] = State,
            ["nonce"] = Nonce,
        };
        if (mode == "form_post")
        {
            request["response_mode"] = mode;
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

    /// <summary>Sends the browser; what came back to the redirect URI, checked for state and issuer.</summary>
    public async Task<Dictionary<string, string>> AuthorizeAsync(Dictionary<string, string> request, string person = "alice")
    {
        var parameters = Read(await host.AuthorizeAsync(request, person), request);
        Assert.Equal(request.GetValueOrDefault("state"), parameters.GetValueOrDefault("state"));
        Assert.Equal(ProviderHost.Issuer, parameters["iss"]);
        return parameters;
    }

    public static Dictionary<string, string> Read(Answer answer, Dictionary<string, string> request) =>
        request.GetValueOrDefault("response_mode") == "form_post" ? answer.PostedTo(Address)
        : request["response_type"] == "code" ? answer.RedirectTo(Address) : answer.FragmentAt(Address);

    public Exchange Redeem(string code) =>
        new(host, "/connect/token", id) { Form = { ["grant_type"] = "authorization_code", ["code"] = code, ["redirect_uri"] = Address } };

    public Exchange Refresh(string token) => new(host, "/connect/token", id) { Form = { ["grant_type"] = "refresh_token", ["refresh_token"] = token } };

    /// <summary>The whole way, every token checked.</summary>
    public async Task<Answer> SignInAsync(Dictionary<string, string> request, string person = "alice")
    {
        var answer = await AuthorizeAsync(request, person);
        Assert.False(answer.ContainsKey("access_token"));
        if (answer.TryGetValue("id_token", out var early))
        {
            Assert.Equal(Half(answer["code"]), (await CheckAsync(early, request)).GetProperty("c_hash").GetString());
        }

        var tokens = await Redeem(answer["code"]).SendAsync();
        Assert.Equal(HttpStatusCode.OK, tokens.Status);
        Assert.Equal("Bearer", tokens["token_type"]);
        var claims = await CheckAsync(tokens["id_token"], request);
        Assert.Equal(Half(tokens["access_token"]), claims.GetProperty("at_hash").GetString());
        return tokens;
    }

    /// <summary>OpenID Connect Core section 3.1.3.7: the signature by a published key, and every claim.</summary>
    public async Task<JsonElement> CheckAsync(string token, Dictionary<string, string> request)
    {
        var header = Stories.Part(token, 0);
        var published = (await host.GetAsync("/connect/jwks")).Json.GetProperty("keys").EnumerateArray().Single(key => key.GetProperty("kid").GetString() == header.GetProperty("kid").GetString());
        Assert.True(VerificationKey.TryCreate(JsonWebKey.Read(published)!, SignatureAlgorithm.Find(header.GetProperty("alg").GetString()!)!, out var verification));
        Assert.IsType<JwsVerdict.Verified>(CompactJws.Verify(token, verification));

        var claims = Stories.Part(token, 1);
        Assert.Equal(ProviderHost.Issuer, claims.GetProperty("iss").GetString());
        Assert.Equal(id, claims.GetProperty("aud").GetString());
        Assert.InRange(claims.GetProperty("sub").GetString()!.Length, 1, 255);
        var now = host.Clock.GetUtcNow().ToUnixTimeSeconds();
        Assert.InRange(claims.GetProperty("iat").GetInt64(), now - 60, now);
        Assert.True(claims.GetProperty("exp").GetInt64() > now);
        Assert.Equal(request.GetValueOrDefault("nonce"), claims.TryGetProperty("nonce", out var nonce) ? nonce.GetString() : null);
        return claims;
    }

    public async Task<JsonElement> UserInfoAsync(Answer tokens)
    {
        var answer = await host.UserInfoAsync(tokens["access_token"]);
        Assert.Equal(HttpStatusCode.OK, answer.Status);
        Assert.Equal(Stories.Part(tokens["id_token"], 1).GetProperty("sub").GetString(), answer["sub"]);
        return answer.Json;
    }

    /// <summary>An assertion of this party for the token endpoint (RFC 7523 section 3).</summary>
    public JsonObject Assertion(Action<JsonObject>? change = null)
    {
        var now = host.Clock.GetUtcNow().ToUnixTimeSeconds();
        var claims = new JsonObject { ["iss"] = id, ["sub"] = id, ["aud"] = ProviderHost.Issuer, ["jti"] = Guid.CreateVersion7().ToString(), ["iat"] = now, ["exp"] = now + 60 };
        change?.Invoke(claims);
        return claims;
    }

    private static string Half(string value) => Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(value)).AsSpan(0, 16));
}
