using System.Buffers.Text;
using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using AuthHub.Jose;
using AuthHub.Jose.Encryption;
using AuthHub.OpenId.Keys;
using AuthHub.OpenId.Tests.Hosting;
using Microsoft.Extensions.DependencyInjection;

namespace AuthHub.OpenId.Tests;

/// <summary>Request objects that only AuthHub can read (RFC 9101 section 6.1).</summary>
public sealed class EncryptedRequestTests(ProviderHost host) : IClassFixture<ProviderHost>, IAsyncLifetime
{
    private const string Address = "https://rp.example/cb";

    private static readonly TestKey Signer = new("e1");

    public async ValueTask InitializeAsync()
    {
        await host.InScopeAsync<Clients.IClients>(async clients =>
        {
            if (await clients.FindAsync("sealer", CancellationToken.None) is null)
            {
                await host.RegisterAsync($$"""{ "client_id": "sealer", "client_secret": "{{ProviderHost.Secret}}", "first_party": true, "redirect_uris": ["{{Address}}"], "jwks": {{TestKey.Jwks(Signer)}}, "request_object_encryption_alg": "ECDH-ES" }""");
            }
        });
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Theory]
    [InlineData("RSA-OAEP-256", "A256GCM")]
    [InlineData("RSA-OAEP-256", "A128CBC-HS256")]
    [InlineData("ECDH-ES", "A256GCM")]
    [InlineData("ECDH-ES", "A128CBC-HS256")]
    [InlineData("ECDH-ES+A256KW", "A256GCM")]
    [InlineData("ECDH-ES+A256KW", "A128CBC-HS256")]
    public async Task A_signed_and_encrypted_request_is_answered(string algorithm, string encryption)
    {
        var answer = (await AskAsync(Encrypt(await KeyAsync(algorithm, encryption), Sign()))).RedirectTo(Address);

        Assert.Equal("from inside", answer["state"]);
        Assert.Contains("code", answer.Keys);
    }

    [Theory]
    [InlineData("JWT")]
    [InlineData("jwt")]
    [InlineData("oauth-authz-req+jwt")]
    [InlineData("application/oauth-authz-req+jwt")]
    public async Task What_is_inside_may_be_named_as_the_standards_name_it(string contentType)
    {
        using var key = await KeyAsync("ECDH-ES", "A256GCM");

        Assert.Contains("code", (await AskAsync(CompactJwe.Encrypt(key, Encoding.ASCII.GetBytes(Sign()), cty: contentType))).RedirectTo(Address).Keys);
    }

    [Fact]
    public async Task It_may_be_pushed_and_referred_to()
    {
        using var key = await KeyAsync("RSA-OAEP-256", "A256GCM");
        var jwe = NestedJwt.Encrypt(key, Sign());
        var pushed = await new Exchange(host, "/connect/par", "sealer") { Form = { ["request"] = jwe } }.SendAsync();
        Assert.Contains("code", (await host.GetAsync("/connect/authorize?client_id=sealer&request_uri=" + Uri.EscapeDataString(pushed["request_uri"]), "alice")).RedirectTo(Address).Keys);

        var path = "/sealed/" + Guid.CreateVersion7();
        host.Outside.Publish(path, jwe, "application/oauth-authz-req+jwt");
        await host.RegisterAsync($$"""{ "client_id": "sealer-{{path[8..]}}", "client_secret": "{{ProviderHost.Secret}}", "first_party": true, "redirect_uris": ["{{Address}}"], "jwks": {{TestKey.Jwks(Signer)}}, "request_uris": ["{{host.Outside[path]}}"] }""");
        var mine = NestedJwt.Encrypt(key, Sign(claims => (claims["iss"], claims["client_id"]) = ("sealer-" + path[8..], "sealer-" + path[8..])));
        host.Outside.Publish(path, mine, "application/oauth-authz-req+jwt");
        Assert.Contains("code", (await host.GetAsync($"/connect/authorize?client_id=sealer-{path[8..]}&request_uri={Uri.EscapeDataString(host.Outside[path])}", "alice")).RedirectTo(Address).Keys);
    }

    [Fact]
    public async Task KEY_01_Keys_that_open_rotate_and_the_one_before_still_opens()
    {
        var ring = host.Services.GetRequiredService<KeyRing>();
        using var old = await KeyAsync("ECDH-ES", "A256GCM");
        await ring.RotateAsync(CancellationToken.None);
        using var current = await KeyAsync("ECDH-ES", "A256GCM");

        Assert.NotEqual(old.Kid, current.Kid);
        Assert.Contains("code", (await AskAsync(NestedJwt.Encrypt(old, Sign()))).RedirectTo(Address).Keys);
        Assert.Contains("code", (await AskAsync(NestedJwt.Encrypt(current, Sign()))).RedirectTo(Address).Keys);

        // A day later nobody can know the old one any more.
        host.Clock.Advance(TimeSpan.FromHours(26));
        await ring.RotateAsync(CancellationToken.None);
        await RefusedAsync(NestedJwt.Encrypt(old, Sign()));
    }

    [Fact]
    public async Task KEY_02_A_forgotten_key_opens_nothing()
    {
        using var key = await KeyAsync("RSA-OAEP-256", "A256GCM");
        Assert.True(await host.Services.GetRequiredService<KeyRing>().ForgetAsync(key.Kid!, CancellationToken.None));

        await RefusedAsync(NestedJwt.Encrypt(key, Sign()));
        Assert.DoesNotContain(key.Kid!, (await host.GetAsync("/connect/jwks")).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task REQ_05_Encryption_is_no_signature()
    {
        using var key = await KeyAsync("ECDH-ES", "A256GCM");
        await RefusedAsync(CompactJwe.Encrypt(key, Encoding.UTF8.GetBytes(Claims().ToJsonString())));
        await RefusedAsync(CompactJwe.Encrypt(key, Encoding.UTF8.GetBytes(Claims().ToJsonString()), cty: "JWT"));
        await RefusedAsync(NestedJwt.Encrypt(key, TestKey.Unsigned(Claims(), "none")));
        await RefusedAsync(NestedJwt.Encrypt(key, TestKey.Mac(ProviderHost.Secret, Claims())));
        await RefusedAsync(NestedJwt.Encrypt(key, new TestKey("e1").Sign(Claims(), Header())));
        await RefusedAsync(CompactJwe.Encrypt(key, Encoding.ASCII.GetBytes(Sign())));
        await RefusedAsync(CompactJwe.Encrypt(key, Encoding.ASCII.GetBytes(Sign()), cty: "at+jwt"));
        await RefusedAsync(CompactJwe.Encrypt(key, Encoding.UTF8.GetBytes("ā." + Sign()), cty: "JWT"));
        await RefusedAsync(NestedJwt.Encrypt(key, NestedJwt.Encrypt(key, Sign())));
    }

    [Fact]
    public async Task REQ_05_What_is_inside_is_judged_as_if_it_had_come_alone()
    {
        using var key = await KeyAsync("ECDH-ES+A256KW", "A128CBC-HS256");
        foreach (var change in new Action<JsonObject>[] { c => c["aud"] = "https://other.example", c => c.Remove("exp"), c => c["exp"] = 1, c => c["iss"] = "helpdesk", c => c["client_id"] = "helpdesk", c => c["request"] = "x" })
        {
            await RefusedAsync(NestedJwt.Encrypt(key, Sign(change)));
        }
    }

    [Fact]
    public async Task JOS_12_What_is_not_offered_or_damaged_opens_nothing()
    {
        using var ec = await KeyAsync("ECDH-ES", "A256GCM");
        using var rsa = await KeyAsync("RSA-OAEP-256", "A256GCM");
        var good = NestedJwt.Encrypt(rsa, Sign());
        var parts = good.Split('.');
        string With(Action<JsonObject> change)
        {
            var header = JsonNode.Parse(Base64Url.DecodeFromChars(parts[0]))!.AsObject();
            change(header);
            return string.Join('.', [TestKey.Encode(header), .. parts[1..]]);
        }

        foreach (var bad in new[]
        {
            With(h => h["alg"] = "RSA1_5"), With(h => h["alg"] = "RSA-OAEP"), With(h => h["alg"] = "dir"), With(h => h["alg"] = "A256KW"), With(h => h["alg"] = "ECDH-ES"),
            With(h => h["enc"] = "A128GCM"), With(h => h["enc"] = "A128CBC-HS256"), With(h => h["zip"] = "DEF"), With(h => h["p2c"] = int.MaxValue), With(h => h.Remove("kid")),
            With(h => h["kid"] = ec.Kid), With(h => h["kid"] = Signer.Kid), With(h => h["crit"] = new JsonArray("exp")), With(h => h["jku"] = "https://evil.example/"),
            string.Join('.', parts[0], parts[1], parts[2], parts[3], parts[4][..^2]), string.Join('.', parts[0], "", parts[2], parts[3], parts[4]), string.Join('.', parts[0], parts[1][..^4], parts[2], parts[3], parts[4]),
            string.Join('.', parts[0], parts[1], parts[2], "AAAA", parts[4]), "....", good + ".", "a.b.c.d.e",
        })
        {
            await RefusedAsync(bad);
        }
    }

    [Fact]
    public async Task JOS_12_What_is_too_long_is_not_opened()
    {
        using var key = await KeyAsync("ECDH-ES", "A256GCM");
        var jwe = NestedJwt.Encrypt(key, Sign(claims => claims["state"] = new string('s', 12_000)));
        Assert.True(jwe.Length > CompactJws.Longest);

        var answer = await new Exchange(host, "/connect/par", "sealer") { Form = { ["request"] = jwe } }.SendAsync();
        answer.ShouldBeRefusedWith("invalid_request", HttpStatusCode.RequestEntityTooLarge);
        var bulky = NestedJwt.Encrypt(key, Sign(claims => claims["state"] = new string('s', 6_000)));
        (await new Exchange(host, "/connect/par", "sealer") { Form = { ["request"] = bulky } }.SendAsync()).ShouldBeRefusedWith("invalid_request", HttpStatusCode.RequestEntityTooLarge);
    }

    [Fact]
    public async Task A_client_without_keys_has_nothing_to_open()
    {
        using var key = await KeyAsync("ECDH-ES", "A256GCM");
        var jwe = NestedJwt.Encrypt(key, Sign(claims => (claims["iss"], claims["client_id"]) = ("helpdesk", "helpdesk")));

        (await host.GetAsync("/connect/authorize?client_id=helpdesk&request=" + jwe, "alice")).ShouldBeAnErrorPage();
    }

    [Fact]
    public async Task A_hint_may_come_encrypted_for_us()
    {
        using var key = await KeyAsync("ECDH-ES", "A256GCM");
        var request = Stories.AuthorizationRequest();
        request["id_token_hint"] = NestedJwt.Encrypt(key, (await host.TokensAsync())["id_token"]);
        Assert.Contains("code", (await host.AuthorizeAsync(request)).RedirectTo(Address).Keys);

        request["id_token_hint"] = CompactJwe.Encrypt(key, Encoding.UTF8.GetBytes("""{ "sub": "alice" }"""), cty: "JWT");
        Assert.Equal("invalid_request", (await host.AuthorizeAsync(request)).RedirectTo(Address)["error"]);
    }

    [Theory]
    [InlineData("\"request_object_encryption_alg\": \"RSA1_5\"")]
    [InlineData("\"request_object_encryption_alg\": \"dir\"")]
    [InlineData("\"request_object_encryption_enc\": \"A256GCM\"")]
    [InlineData("\"request_object_encryption_alg\": \"ECDH-ES\", \"request_object_encryption_enc\": \"A128GCM\"")]
    public async Task What_is_not_offered_cannot_be_registered(string more) =>
        await Assert.ThrowsAsync<InvalidOperationException>(() => host.RegisterAsync($$"""{ "client_id": "odd", "redirect_uris": ["{{Address}}"], {{more}} }"""));

    [Fact]
    public async Task Discovery_tells_the_algorithms()
    {
        var document = (await host.GetAsync("/.well-known/openid-configuration")).Json;

        Assert.Equal(["RSA-OAEP-256", "ECDH-ES", "ECDH-ES+A256KW"], document.GetProperty("request_object_encryption_alg_values_supported").EnumerateArray().Select(a => a.GetString()));
        Assert.Equal(["A256GCM", "A128CBC-HS256"], document.GetProperty("request_object_encryption_enc_values_supported").EnumerateArray().Select(a => a.GetString()));
    }

    private static JsonObject Header() => new() { ["alg"] = "ES256", ["kid"] = "e1", ["typ"] = "oauth-authz-req+jwt" };

    private static string Encrypt(EncryptionKey key, string signed)
    {
        using (key)
        {
            return NestedJwt.Encrypt(key, signed);
        }
    }

    /// <summary>Our published key, as a client finds it.</summary>
    private async Task<EncryptionKey> KeyAsync(string algorithm, string encryption)
    {
        var (wanted, content) = (KeyManagementAlgorithm.Find(algorithm)!, ContentEncryption.Find(encryption)!);
        var set = ((JsonWebKeySetVerdict.Accepted)JsonWebKeySet.Read(Encoding.UTF8.GetBytes((await host.GetAsync("/connect/jwks")).Text))).Set;
        var key = set.ForEncryption.Single(k => k.KeyType == wanted.KeyType);
        Assert.True(EncryptionKey.TryCreate(key, wanted, content, out var made));
        return made;
    }

    private JsonObject Claims(Action<JsonObject>? change = null)
    {
        var now = host.Clock.GetUtcNow().ToUnixTimeSeconds();
        var claims = new JsonObject { ["iss"] = "sealer", ["aud"] = ProviderHost.Issuer, ["exp"] = now + 300, ["iat"] = now };
        foreach (var (name, value) in Stories.AuthorizationRequest())
        {
            claims[name] = value;
        }

        (claims["client_id"], claims["state"], claims["scope"]) = ("sealer", "from inside", "openid profile");
        change?.Invoke(claims);
        return claims;
    }

    private string Sign(Action<JsonObject>? change = null) => Signer.Sign(Claims(change), Header());

    private Task<Answer> AskAsync(string request) => host.GetAsync("/connect/authorize?client_id=sealer&request=" + Uri.EscapeDataString(request), "alice");

    private async Task RefusedAsync(string request)
    {
        (await AskAsync(request)).ShouldBeAnErrorPage();
        (await new Exchange(host, "/connect/par", "sealer") { Form = { ["request"] = request } }.SendAsync()).ShouldBeRefusedWith("invalid_request_object");
    }
}
