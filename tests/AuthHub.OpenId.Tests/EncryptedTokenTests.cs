using System.Net;
using System.Text.Json;
using AuthHub.Jose.Encryption;
using AuthHub.OpenId.Tests.Hosting;

namespace AuthHub.OpenId.Tests;

/// <summary>ID tokens and userinfo that only their client can read, and userinfo that anybody can check.</summary>
public sealed class EncryptedTokenTests(ProviderHost host) : IClassFixture<ProviderHost>
{
    private static readonly TestReader[] Readers = [.. KeyManagementAlgorithm.All.Select(algorithm => new TestReader(algorithm))];

    [Theory]
    [InlineData("RSA-OAEP-256", "A256GCM")]
    [InlineData("RSA-OAEP-256", null)]
    [InlineData("ECDH-ES", "A256GCM")]
    [InlineData("ECDH-ES", "A128CBC-HS256")]
    [InlineData("ECDH-ES+A256KW", "A256GCM")]
    [InlineData("ECDH-ES+A256KW", "A128CBC-HS256")]
    public async Task An_id_token_is_signed_and_then_encrypted(string algorithm, string? encryption)
    {
        var client = await RegisterAsync($"\"id_token_encrypted_response_alg\": \"{algorithm}\"{(encryption is null ? "" : $", \"id_token_encrypted_response_enc\": \"{encryption}\"")}, \"jwks\": {ReaderOf(algorithm).Jwks}");

        var tokens = await TokensAsync(client);

        Assert.Equal("JWT", Stories.Part(tokens["id_token"], 0).GetProperty("cty").GetString());
        var signed = ReaderOf(algorithm).Open(tokens["id_token"], encryption ?? "A128CBC-HS256");
        Assert.Equal("RS256", Stories.Part(signed, 0).GetProperty("alg").GetString());
        Assert.Equal(client, Stories.Part(signed, 1).GetProperty("aud").GetString());
        var hinted = Asking(client, ("id_token_hint", signed), ("prompt", "none"));
        Assert.Contains("code", (await host.AuthorizeAsync(hinted)).RedirectTo("https://rp.example/cb").Keys);
    }

    [Fact]
    public async Task An_id_token_in_the_front_channel_is_encrypted_too()
    {
        var client = await RegisterAsync($"\"response_types\": [\"code id_token\", \"code\"], \"id_token_encrypted_response_alg\": \"ECDH-ES\", \"jwks\": {ReaderOf("ECDH-ES").Jwks}");

        var answer = (await host.AuthorizeAsync(Asking(client, ("response_type", "code id_token")))).FragmentAt("https://rp.example/cb");

        Assert.True(Stories.Part(ReaderOf("ECDH-ES").Open(answer["id_token"], "A128CBC-HS256"), 1).TryGetProperty("c_hash", out _));
    }

    [Theory]
    [InlineData("RS256")]
    [InlineData("PS256")]
    [InlineData("ES256")]
    public async Task Userinfo_is_signed_where_that_is_registered(string algorithm)
    {
        var client = await RegisterAsync($"\"userinfo_signed_response_alg\": \"{algorithm}\"");

        var answer = await host.UserInfoAsync((await TokensAsync(client))["access_token"]);

        Assert.Equal("application/jwt", answer.ContentType);
        Assert.Equal("no-store", answer.CacheControl);
        Assert.Equal(algorithm, Stories.Part(answer.Text, 0).GetProperty("alg").GetString());
        var claims = Stories.Part(answer.Text, 1);
        Assert.Equal((ProviderHost.Issuer, client, "alice"), (claims.GetProperty("iss").GetString(), claims.GetProperty("aud").GetString(), claims.GetProperty("sub").GetString()));
    }

    [Fact]
    public async Task Userinfo_is_encrypted_alone_or_around_a_signature()
    {
        var alone = await RegisterAsync($"\"userinfo_encrypted_response_alg\": \"RSA-OAEP-256\", \"userinfo_encrypted_response_enc\": \"A256GCM\", \"jwks\": {ReaderOf("RSA-OAEP-256").Jwks}");
        var both = await RegisterAsync($"\"userinfo_signed_response_alg\": \"ES256\", \"userinfo_encrypted_response_alg\": \"ECDH-ES+A256KW\", \"jwks\": {ReaderOf("ECDH-ES+A256KW").Jwks}");

        var first = await host.UserInfoAsync((await TokensAsync(alone))["access_token"]);
        var second = await host.UserInfoAsync((await TokensAsync(both))["access_token"]);

        Assert.Equal(("application/jwt", "application/jwt"), (first.ContentType, second.ContentType));
        Assert.Equal("alice", JsonElement.Parse(ReaderOf("RSA-OAEP-256").Open(first.Text, "A256GCM")).GetProperty("sub").GetString());
        Assert.Equal("alice", Stories.Part(ReaderOf("ECDH-ES+A256KW").Open(second.Text, "A128CBC-HS256"), 1).GetProperty("sub").GetString());
    }

    [Theory]
    [InlineData("id_token")]
    [InlineData("userinfo")]
    public async Task KEY_08_Without_a_key_to_encrypt_for_nothing_is_told_in_clear(string kind)
    {
        // Its only key for encryption is of another kind.
        var client = await RegisterAsync($"\"{kind}_encrypted_response_alg\": \"ECDH-ES\", \"jwks\": {ReaderOf("RSA-OAEP-256").Jwks}");
        var answer = await (await ExchangeAsync(client)).SendAsync();
        if (kind == "userinfo")
        {
            answer = await host.UserInfoAsync(answer["access_token"]);
        }

        answer.ShouldBeRefusedWith("temporarily_unavailable", HttpStatusCode.ServiceUnavailable);
        Assert.DoesNotContain("alice", answer.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_key_that_appears_later_at_the_address_is_found()
    {
        var path = "/late/" + Guid.CreateVersion7();
        host.Outside.Publish(path, TestKey.Jwks(new TestKey("only-signs", "RS256")).Replace("\"kid\"", "\"use\":\"sig\",\"kid\"", StringComparison.Ordinal));
        var client = await RegisterAsync($"\"id_token_encrypted_response_alg\": \"RSA-OAEP-256\", \"jwks_uri\": \"{host.Outside[path]}\"");
        (await (await ExchangeAsync(client)).SendAsync()).ShouldBeRefusedWith("temporarily_unavailable", HttpStatusCode.ServiceUnavailable);

        host.Outside.Publish(path, ReaderOf("RSA-OAEP-256").Jwks);
        host.Clock.Advance(TimeSpan.FromMinutes(2));

        ReaderOf("RSA-OAEP-256").Open((await TokensAsync(client))["id_token"], "A128CBC-HS256");
    }

    [Fact]
    public async Task JOS_10_Signed_userinfo_passes_for_nothing_else()
    {
        var client = await RegisterAsync("\"userinfo_signed_response_alg\": \"RS256\"");
        var signed = (await host.UserInfoAsync((await TokensAsync(client))["access_token"])).Text;

        Assert.Equal("invalid_request", (await host.AuthorizeAsync(Asking(client, ("id_token_hint", signed)))).RedirectTo("https://rp.example/cb")["error"]);
        Assert.Equal(HttpStatusCode.Unauthorized, (await host.UserInfoAsync(signed)).Status);
        Assert.Equal("""{"active":false}""", (await host.PostAsync("/connect/introspect", signed, client)).Text);
    }

    [Theory]
    [InlineData("\"id_token_encrypted_response_alg\": \"RSA1_5\", \"jwks\": JWKS")]
    [InlineData("\"id_token_encrypted_response_alg\": \"dir\", \"jwks\": JWKS")]
    [InlineData("\"id_token_encrypted_response_alg\": \"none\", \"jwks\": JWKS")]
    [InlineData("\"id_token_encrypted_response_alg\": \"RSA-OAEP-256\"")]
    [InlineData("\"id_token_encrypted_response_enc\": \"A256GCM\", \"jwks\": JWKS")]
    [InlineData("\"userinfo_encrypted_response_alg\": \"RSA-OAEP-256\", \"userinfo_encrypted_response_enc\": \"A128GCM\", \"jwks\": JWKS")]
    [InlineData("\"userinfo_signed_response_alg\": \"none\"")]
    [InlineData("\"userinfo_signed_response_alg\": \"HS256\"")]
    [InlineData("\"introspection_signed_response_alg\": \"none\"")]
    public async Task What_is_not_offered_cannot_be_registered(string more) =>
        await Assert.ThrowsAsync<InvalidOperationException>(() => RegisterAsync(more.Replace("JWKS", ReaderOf("RSA-OAEP-256").Jwks, StringComparison.Ordinal)));

    [Fact]
    public async Task Discovery_tells_the_algorithms()
    {
        var document = (await host.GetAsync("/.well-known/openid-configuration")).Json;

        foreach (var kind in new[] { "id_token", "userinfo" })
        {
            Assert.Equal("""["RSA-OAEP-256","ECDH-ES","ECDH-ES+A256KW"]""", JsonSerializer.Serialize(document.GetProperty(kind + "_encryption_alg_values_supported").EnumerateArray().Select(a => a.GetString()), JsonSerializerOptions.Default).Replace("\\u002B", "+", StringComparison.Ordinal));
            Assert.Equal("""["A256GCM","A128CBC-HS256"]""", document.GetProperty(kind + "_encryption_enc_values_supported").GetRawText());
        }

        Assert.Equal("""["RS256","PS256","ES256"]""", document.GetProperty("userinfo_signing_alg_values_supported").GetRawText());
    }

    private static TestReader ReaderOf(string algorithm) => Readers[KeyManagementAlgorithm.All.ToList().FindIndex(known => known.Name == algorithm)];

    private static Dictionary<string, string> Asking(string client, params (string Name, string Value)[] more)
    {
        var request = Stories.AuthorizationRequest();
        request["client_id"] = client;
        foreach (var (name, value) in more)
        {
            request[name] = value;
        }

        return request;
    }

    private async Task<string> RegisterAsync(string more)
    {
        var id = "enc-" + Guid.CreateVersion7().ToString("N")[16..];
        await host.RegisterAsync($$"""{ "client_id": "{{id}}", "client_secret": "{{ProviderHost.Secret}}", "first_party": true, "redirect_uris": ["https://rp.example/cb"], {{more}} }""");
        return id;
    }

    private async Task<Exchange> ExchangeAsync(string client)
    {
        var exchange = await host.CodeExchangeAsync(change: request => request["client_id"] = client);
        exchange.BasicId = client;
        return exchange;
    }

    private async Task<Answer> TokensAsync(string client)
    {
        var answer = await (await ExchangeAsync(client)).SendAsync();
        Assert.Equal(HttpStatusCode.OK, answer.Status);
        return answer;
    }
}
