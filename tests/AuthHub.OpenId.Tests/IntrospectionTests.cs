using System.Net;
using System.Text.Json;
using AuthHub.Jose.Encryption;
using AuthHub.OpenId.Clients;
using AuthHub.OpenId.Tests.Hosting;

namespace AuthHub.OpenId.Tests;

/// <summary>Introspection for those concerned only, and its signed form (RFC 9701).</summary>
public sealed class IntrospectionTests(ProviderHost host) : IClassFixture<ProviderHost>
{
    private const string MediaType = "application/token-introspection+jwt";

    private static readonly TestReader Reader = new(KeyManagementAlgorithm.EcdhEs);

    [Theory]
    [InlineData(MediaType)]
    [InlineData("application/json;q=0.5, APPLICATION/token-introspection+jwt")]
    public async Task A_signed_answer_comes_where_it_is_asked_for(string accept)
    {
        var tokens = await host.TokensAsync();

        var answer = await AskAsync("helpdesk", tokens["access_token"], accept);

        Assert.Equal((HttpStatusCode.OK, MediaType, "no-store"), (answer.Status, answer.ContentType, answer.CacheControl));
        Assert.Equal(("token-introspection+jwt", "RS256"), (Stories.Part(answer.Text, 0).GetProperty("typ").GetString(), Stories.Part(answer.Text, 0).GetProperty("alg").GetString()));
        var claims = Stories.Part(answer.Text, 1);
        Assert.Equal((ProviderHost.Issuer, "helpdesk"), (claims.GetProperty("iss").GetString(), claims.GetProperty("aud").GetString()));
        Assert.Equal(host.Clock.GetUtcNow().ToUnixTimeSeconds(), claims.GetProperty("iat").GetInt64());
        Assert.False(claims.TryGetProperty("exp", out _) || claims.TryGetProperty("sub", out _));
        Assert.True(claims.GetProperty("token_introspection").GetProperty("active").GetBoolean());
        Assert.Equal("alice", claims.GetProperty("token_introspection").GetProperty("sub").GetString());
    }

    [Theory]
    [InlineData("*/*")]
    [InlineData("application/json")]
    [InlineData("application/token-introspection+jwt;q=0")]
    [InlineData(",;,=")]
    public async Task Otherwise_it_is_json(string accept)
    {
        var answer = await AskAsync("helpdesk", (await host.TokensAsync())["access_token"], accept);

        Assert.Equal("application/json", answer.ContentType);
        Assert.True(answer.Json.GetProperty("active").GetBoolean());
    }

    [Fact]
    public async Task TOK_23_A_signed_no_says_nothing_but_no()
    {
        var answer = await AskAsync("wiki", (await host.TokensAsync())["access_token"], MediaType);

        Assert.Equal("""{"active":false}""", Stories.Part(answer.Text, 1).GetProperty("token_introspection").GetRawText());
    }

    [Fact]
    public async Task Who_registered_to_get_it_encrypted_gets_nothing_else()
    {
        await host.RegisterAsync(Apps.Machine.Replace("\"machine\"", $"\"secretive\", \"introspection_signed_response_alg\": \"ES256\", \"introspection_encrypted_response_alg\": \"ECDH-ES\", \"jwks\": {Reader.Jwks}", StringComparison.Ordinal));
        await host.RegisterAsync(Apps.Machine.Replace("\"machine\"", $"\"secretive-keyless\", \"introspection_encrypted_response_alg\": \"RSA-OAEP-256\", \"jwks\": {Reader.Jwks}", StringComparison.Ordinal));
        var access = await MachineAsync("secretive");

        var signed = Reader.Open((await AskAsync("secretive", access, "application/json")).Text, "A128CBC-HS256");

        Assert.Equal("ES256", Stories.Part(signed, 0).GetProperty("alg").GetString());
        Assert.True(Stories.Part(signed, 1).GetProperty("token_introspection").GetProperty("active").GetBoolean());
        (await AskAsync("secretive-keyless", access, "application/json")).ShouldBeRefusedWith("temporarily_unavailable", HttpStatusCode.ServiceUnavailable);
    }

    [Fact]
    public async Task JOS_10_A_signed_answer_passes_for_nothing_else()
    {
        var signed = (await AskAsync("helpdesk", (await host.TokensAsync())["access_token"], MediaType)).Text;
        var request = Stories.AuthorizationRequest();
        request["id_token_hint"] = signed;

        Assert.Equal("invalid_request", (await host.AuthorizeAsync(request)).RedirectTo("https://rp.example/cb")["error"]);
        Assert.Equal(HttpStatusCode.Unauthorized, (await host.UserInfoAsync(signed)).Status);
        Assert.Equal("""{"active":false}""", (await host.PostAsync("/connect/introspect", signed)).Text);
    }

    [Fact]
    public async Task CLI_07_Tokens_of_a_client_that_is_off_or_gone_are_not_active()
    {
        await host.RegisterAsync(Apps.Machine.Replace("\"machine\"", "\"fading\"", StringComparison.Ordinal));
        await host.RegisterAsync(Apps.Machine.Replace("\"machine\"", $"\"observer\", \"resource_indicators\": [\"{ProviderHost.Issuer}\"]", StringComparison.Ordinal));
        var access = await MachineAsync("fading");
        Assert.True((await host.PostAsync("/connect/introspect", access, "observer")).Json.GetProperty("active").GetBoolean());

        await host.InScopeAsync<IClients>(async clients =>
        {
            var client = (await clients.FindAsync("fading", CancellationToken.None))!;
            client.Disabled = true;
            await clients.ChangeAsync(client, CancellationToken.None);
        });
        Assert.Equal("""{"active":false}""", (await host.PostAsync("/connect/introspect", access, "observer")).Text);

        await host.InScopeAsync<IClients>(clients => clients.RemoveAsync("fading", CancellationToken.None));
        Assert.Equal("""{"active":false}""", (await host.PostAsync("/connect/introspect", access, "observer")).Text);
    }

    [Fact]
    public async Task Discovery_tells_the_algorithms()
    {
        var document = (await host.GetAsync("/.well-known/openid-configuration")).Json;

        Assert.Equal("""["RS256","PS256","ES256"]""", document.GetProperty("introspection_signing_alg_values_supported").GetRawText());
        Assert.Equal(3, document.GetProperty("introspection_encryption_alg_values_supported").GetArrayLength());
        Assert.Equal(2, document.GetProperty("introspection_encryption_enc_values_supported").GetArrayLength());
    }

    private Task<Answer> AskAsync(string client, string token, string accept) =>
        new Exchange(host, "/connect/introspect", client) { Form = { ["token"] = token }, Headers = { ("Accept", accept) } }.SendAsync();

    private async Task<string> MachineAsync(string client) =>
        (await new Exchange(host, "/connect/token", client) { Form = { ["grant_type"] = "client_credentials" } }.SendAsync())["access_token"];
}
