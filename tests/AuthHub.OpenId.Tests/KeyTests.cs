using System.Net;
using AuthHub.Jose;
using AuthHub.OpenId.Keys;
using AuthHub.OpenId.Tests.Hosting;
using AuthHub.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace AuthHub.OpenId.Tests;

public sealed class KeyTests(ProviderHost host) : IClassFixture<ProviderHost>
{
    [Fact]
    public async Task S_060_Keys_are_published_with_their_use_and_nothing_private()
    {
        var answer = await host.GetAsync("/connect/jwks");

        Assert.Equal("application/json", answer.ContentType);
        var keys = answer.Json.GetProperty("keys").EnumerateArray().ToList();
        Assert.Equal(keys.Count, keys.Select(k => k.GetProperty("kid").GetString()).Distinct().Count());
        Assert.All(keys, k => Assert.Equal((JsonWebKey.Read(k) ?? JsonWebKey.Read(k, KeyUse.Encryption))!.Thumbprint, k.GetProperty("kid").GetString()));
        Assert.All(keys, k => Assert.Equal(JsonWebKey.Read(k) is null ? "enc" : "sig", k.GetProperty("use").GetString()));
        Assert.Equal(["EC", "RSA"], keys.TakeLast(2).Where(k => k.GetProperty("use").GetString() == "enc").Select(k => k.GetProperty("kty").GetString()));
        Assert.Contains(keys, k => k.GetProperty("kty").GetString() == "RSA" && k.GetProperty("alg").GetString() == "RS256");
    }

    [Fact]
    public async Task The_id_token_verifies_with_the_published_key()
    {
        var token = (await host.TokensAsync())["id_token"];
        var keys = (await host.GetAsync("/connect/jwks")).Json.GetProperty("keys").EnumerateArray().Select(JsonWebKey.Read).OfType<JsonWebKey>().ToList();
        var key = keys.Single(k => k.Kid == Stories.Part(token, 0).GetProperty("kid").GetString());

        Assert.True(VerificationKey.TryCreate(key, SignatureAlgorithm.RS256, out var verification));
        Assert.IsType<JwsVerdict.Verified>(CompactJws.Verify(token, verification));
    }

    [Fact]
    public async Task KEY_Rotation_breaks_no_token_in_flight()
    {
        var ring = host.Services.GetRequiredService<KeyRing>();
        var tokens = await host.TokensAsync();
        var exchange = await host.CodeExchangeAsync();
        var before = await KidsAsync();
        var next = (await ring.ReadAsync(CancellationToken.None)).Records.Where(k => k.State == KeyStates.Next).Select(k => k.Kid).ToList();

        Assert.Equal(5, await ring.RotateAsync(CancellationToken.None));

        Assert.Equal(HttpStatusCode.OK, (await host.UserInfoAsync(tokens["access_token"])).Status);
        var after = await exchange.SendAsync();
        Assert.Contains(Stories.Part(after["id_token"], 0).GetProperty("kid").GetString(), next);
        Assert.Contains(Stories.Part(after["access_token"], 0).GetProperty("kid").GetString(), next);
        Assert.Superset(before, await KidsAsync());
        Assert.Equal("alice", (await host.AuthorizeAsync(Hinted(tokens["id_token"]))).RedirectTo("https://rp.example/cb").Count > 0 ? host.World.LastQuestion!.HintedSubject : null);

        // A day and an hour later the retired keys go with the next rotation.
        host.Clock.Advance(TimeSpan.FromHours(26));
        await ring.RotateAsync(CancellationToken.None);
        Assert.Equal(9, (await KidsAsync()).Count);
    }

    [Fact]
    public async Task KEY_01_Keys_rotate_when_their_time_is_over_and_not_before()
    {
        var ring = host.Services.GetRequiredService<KeyRing>();
        await ring.RotateAsync(CancellationToken.None);
        Assert.Equal(0, await ring.RotateDueAsync(CancellationToken.None));

        host.Clock.Advance(TimeSpan.FromDays(89));
        Assert.Equal(0, await ring.RotateDueAsync(CancellationToken.None));
        host.Clock.Advance(TimeSpan.FromDays(1));

        Assert.Equal(5, await ring.RotateDueAsync(CancellationToken.None));
        Assert.Equal(0, await ring.RotateDueAsync(CancellationToken.None));
    }

    [Theory]
    [InlineData(KeyStates.Current)]
    [InlineData(KeyStates.Next)]
    [InlineData(KeyStates.Retired)]
    public async Task KEY_02_A_key_in_wrong_hands_is_forgotten_with_all_it_signed(string state)
    {
        var ring = host.Services.GetRequiredService<KeyRing>();
        await ring.RotateAsync(CancellationToken.None);
        var tokens = await host.TokensAsync();
        var kid = (await ring.ReadAsync(CancellationToken.None)).Records.First(k => k.State == state && k.Algorithm == "ES256").Kid;

        Assert.True(await ring.ForgetAsync(kid, CancellationToken.None));

        Assert.DoesNotContain(kid, await KidsAsync());
        var set = await ring.ReadAsync(CancellationToken.None);
        Assert.Equal([KeyStates.Current, KeyStates.Next], set.Records.Where(k => k.Algorithm == "ES256" && k.State != KeyStates.Retired).Select(k => k.State).Order());
        Assert.Equal(state == KeyStates.Current ? HttpStatusCode.Unauthorized : HttpStatusCode.OK, (await host.UserInfoAsync(tokens["access_token"])).Status);
        Assert.Equal(HttpStatusCode.OK, (await host.UserInfoAsync((await host.TokensAsync())["access_token"])).Status);
        Assert.False(await ring.ForgetAsync(kid, CancellationToken.None));
    }

    [Fact]
    public async Task Two_servers_starting_or_rotating_at_once_make_one_set_of_keys()
    {
        await host.InScopeAsync<AuthHubDb>(db => db.Set<StoredSigningKey>().ExecuteDeleteAsync());
        using var one = NewRing();
        using var two = NewRing();

        var sets = await Task.WhenAll(one.ReadAsync(CancellationToken.None).AsTask(), two.ReadAsync(CancellationToken.None).AsTask());
        Assert.Equal(sets[0].Document.ToArray(), sets[1].Document.ToArray());

        var rotated = await Task.WhenAll(one.RotateAsync(CancellationToken.None), two.RotateAsync(CancellationToken.None));
        Assert.True(rotated.Sum() is >= 5 and <= 10);
        var set = await one.ReadAsync(CancellationToken.None);
        foreach (var algorithm in SignatureAlgorithm.Ours)
        {
            var records = set.Records.Where(r => r.Algorithm == algorithm.Name).ToList();
            Assert.Single(records, r => r.State == KeyStates.Current);
            Assert.Single(records, r => r.State == KeyStates.Next);
        }

        host.Services.GetRequiredService<KeyRing>().Invalidate();
    }

    [Fact]
    public async Task Discovery_tells_what_is_on()
    {
        var answer = await host.GetAsync("/.well-known/openid-configuration");

        Assert.Equal("application/json", answer.ContentType);
        Assert.Equal(ProviderHost.Issuer, answer["issuer"]);
        Assert.Equal("""["S256"]""", answer.Json.GetProperty("code_challenge_methods_supported").GetRawText());
        Assert.Equal("""["authorization_code","refresh_token","client_credentials","urn:ietf:params:oauth:grant-type:device_code","urn:ietf:params:oauth:grant-type:token-exchange","urn:ietf:params:oauth:grant-type:jwt-bearer","urn:openid:params:grant-type:ciba","implicit"]""", answer.Json.GetProperty("grant_types_supported").GetRawText());
        Assert.Equal("""["basic","medium"]""", answer.Json.GetProperty("acr_values_supported").GetRawText());
        Assert.True(answer.Json.GetProperty("authorization_response_iss_parameter_supported").GetBoolean());
        Assert.Equal(answer.Text, (await host.GetAsync("/.well-known/oauth-authorization-server")).Text);
        foreach (var name in new[] { "authorization_endpoint", "pushed_authorization_request_endpoint", "token_endpoint", "userinfo_endpoint", "jwks_uri", "introspection_endpoint", "revocation_endpoint", "end_session_endpoint" })
        {
            Assert.StartsWith(ProviderHost.Issuer + "/connect/", answer[name]);
            using var response = await host.Http.GetAsync(new Uri(answer[name]).AbsolutePath);
            Assert.NotEqual(HttpStatusCode.NotFound, response.StatusCode);
        }
    }

    private static Dictionary<string, string> Hinted(string hint)
    {
        var request = Stories.AuthorizationRequest();
        request["id_token_hint"] = hint;
        return request;
    }

    private KeyRing NewRing() => new(
        host.Services.GetRequiredService<IServiceScopeFactory>(), host.Services.GetRequiredService<IKeySealing>(), host.Clock,
        host.Services.GetRequiredService<IOptions<OpenIdSettings>>(), NullLogger<KeyRing>.Instance);

    private async Task<HashSet<string>> KidsAsync() =>
        [.. (await host.GetAsync("/connect/jwks")).Json.GetProperty("keys").EnumerateArray().Where(k => k.GetProperty("use").GetString() == "sig").Select(k => k.GetProperty("kid").GetString()!)];
}
