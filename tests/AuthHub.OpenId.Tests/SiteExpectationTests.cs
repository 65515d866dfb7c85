using System.Net;
using System.Text;
using System.Text.Json;
using AuthHub.OpenId.Tests.Hosting;

namespace AuthHub.OpenId.Tests;

/// <summary>What a wiki and a cloud of the field are known to expect of a provider, beyond what the protocol's own tests hold.</summary>
public sealed class SiteExpectationTests(ProviderHost host) : IClassFixture<ProviderHost>
{
    [Fact]
    public async Task S_059_Latvian_letters_arrive_byte_for_byte()
    {
        const string Name = "Ģirts Šķēle-Žīgurs ĀāČčĒēĢģĪīĶķĻļŅņŠšŪūŽž";
        host.World.AddPerson("girts", ("name", Name));
        host.World.SignIn("girts");

        var tokens = await TokensAsync("girts");

        Assert.Equal(Name, (await host.UserInfoAsync(tokens["access_token"])).Json.GetProperty("name").GetString());
        var payload = Encoding.UTF8.GetString(System.Buffers.Text.Base64Url.DecodeFromChars(tokens["id_token"].Split('.')[1]));
        Assert.Equal(Name, JsonDocument.Parse(payload).RootElement.GetProperty("name").GetString());
    }

    [Fact]
    public async Task S_061_One_audience_and_times_a_client_can_check()
    {
        var claims = Stories.Part((await TokensAsync("alice"))["id_token"], 1);

        Assert.Equal("wiki", claims.GetProperty("aud").GetString());
        Assert.True(!claims.TryGetProperty("azp", out var azp) || azp.GetString() == "wiki");
        var now = host.Clock.GetUtcNow().ToUnixTimeSeconds();
        Assert.InRange(claims.GetProperty("iat").GetInt64(), now - 5, now + 5);
        Assert.True(claims.GetProperty("exp").GetInt64() > now);
    }

    [Fact]
    public async Task S_062_The_issuer_is_written_the_same_everywhere_and_every_address_is_below_it()
    {
        var discovery = (await host.GetAsync("/.well-known/openid-configuration")).Json;

        Assert.Equal(ProviderHost.Issuer, discovery.GetProperty("issuer").GetString());
        Assert.Equal(ProviderHost.Issuer, Stories.Part((await TokensAsync("alice"))["id_token"], 1).GetProperty("iss").GetString());
        var endpoints = discovery.EnumerateObject().Where(member => member.Name.EndsWith("_endpoint", StringComparison.Ordinal) || member.Name == "jwks_uri").ToList();
        Assert.True(endpoints.Count >= 7);
        Assert.All(endpoints, member => Assert.StartsWith(ProviderHost.Issuer + "/", member.Value.GetString()));
    }

    [Fact]
    public async Task S_064_The_token_endpoint_takes_basic_authentication()
    {
        var exchange = await host.CodeExchangeAsync("wiki", change: request => request.Remove("nonce"));

        Assert.NotNull(exchange.BasicId);
        Assert.Equal(HttpStatusCode.OK, (await exchange.SendAsync()).Status);
        Assert.Contains("client_secret_basic", (await host.GetAsync("/.well-known/openid-configuration")).Json.GetProperty("token_endpoint_auth_methods_supported").EnumerateArray().Select(method => method.GetString()));
    }

    [Fact]
    public async Task S_085_A_cloud_finds_nonce_challenge_claims_and_strong_keys()
    {
        var discovery = (await host.GetAsync("/.well-known/openid-configuration")).Json;
        Assert.Contains("S256", discovery.GetProperty("code_challenge_methods_supported").EnumerateArray().Select(method => method.GetString()));
        Assert.True(discovery.GetProperty("claims_parameter_supported").GetBoolean());

        var keys = (await host.GetAsync("/connect/jwks")).Json.GetProperty("keys").EnumerateArray().Where(key => key.GetProperty("kty").GetString() == "RSA").ToList();
        Assert.NotEmpty(keys);
        Assert.All(keys, key => Assert.True(key.GetProperty("kid").GetString()!.Length > 0 && System.Buffers.Text.Base64Url.DecodeFromChars(key.GetProperty("n").GetString()).Length >= 256));

        var tokens = await TokensAsync("alice", request => request["claims"] = """{"id_token":{"email":null},"userinfo":{"email":null,"name":null,"groups":null}}""");
        var claims = Stories.Part(tokens["id_token"], 1);
        Assert.Equal("n-0S6_WzA2Mj", claims.GetProperty("nonce").GetString());
        Assert.Equal("alice@example.org", claims.GetProperty("email").GetString());
        Assert.Equal(JsonValueKind.Array, (await host.UserInfoAsync(tokens["access_token"])).Json.GetProperty("groups").ValueKind);
    }

    private async Task<Answer> TokensAsync(string person, Action<Dictionary<string, string>>? change = null) =>
        await (await host.CodeExchangeAsync("wiki", person, change)).SendAsync();
}
