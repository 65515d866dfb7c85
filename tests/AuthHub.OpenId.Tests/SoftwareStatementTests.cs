using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using AuthHub.OpenId.Registration;
using AuthHub.OpenId.Tests.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace AuthHub.OpenId.Tests;

/// <summary>Software statements (RFC 7591 section 2.3) and the attacks on them (CLI-12, CLI-13).</summary>
public sealed class SoftwareStatementTests(PostgresCluster cluster) : IAsyncLifetime
{
    private const string Issuer = "https://statements.example";

    private const string Remote = "https://far.example";

    private readonly ProviderHost _host = new(cluster);

    private readonly TestKey _key = new("s1");

    private OpenIdSettings Settings => _host.Services.GetRequiredService<IOptions<OpenIdSettings>>().Value;

    public async ValueTask InitializeAsync()
    {
        await _host.InitializeAsync();
        Settings.Registration = RegistrationAccess.Open;
        Settings.SoftwareStatementIssuers.Add(new SoftwareStatementIssuer { Issuer = Issuer, Jwks = TestKey.Jwks(_key) });
        Settings.SoftwareStatementIssuers.Add(new SoftwareStatementIssuer { Issuer = Remote, JwksUri = _host.Outside["/statement-keys"] });
        _host.Outside.Publish("/statement-keys", TestKey.Jwks(_key));
    }

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    [Theory]
    [InlineData(Issuer)]
    [InlineData(Remote)]
    public async Task What_the_statement_says_wins_and_it_comes_back_as_it_went(string issuer)
    {
        var statement = Statement(claims => claims["iss"] = issuer);

        var (status, answer) = await RegisterAsync(statement, beside => (beside["client_name"], beside["redirect_uris"]) = ("Evil", new JsonArray("https://evil.example/cb")));

        Assert.Equal(HttpStatusCode.Created, status);
        Assert.Equal("Wiki", (string?)answer["client_name"]);
        Assert.Equal("https://rp.example/cb", (string?)answer["redirect_uris"]!.AsArray().Single());
        Assert.Equal("wiki-4", (string?)answer["software_id"]);
        Assert.Equal("https://rp.example/tos", (string?)answer["tos_uri"]);
        Assert.Equal(statement, (string?)answer["software_statement"]);
    }

    [Fact]
    public async Task CLI_12_A_statement_that_is_no_good_is_refused()
    {
        var good = Statement();
        var parts = good.Split('.');
        var now = _host.Clock.GetUtcNow();
        string[] bad =
        [
            "", "x", "a.b.c", $"{parts[0]}.{parts[1]}.", $"{parts[0]}.{parts[1]}.{new TestKey("s1").Sign(Claims()).Split('.')[2]}", TestKey.Unsigned(Claims(), "none"), TestKey.Mac("secret-secret-secret-secret-secret", Claims()),
            Statement(claims => claims["exp"] = now.AddMinutes(-1).ToUnixTimeSeconds()),
            Statement(claims => claims["nbf"] = now.AddMinutes(1).ToUnixTimeSeconds()),
            Statement(claims => claims["exp"] = "never"),
            Statement(claims => claims.Remove("iss")),
            _key.Sign(Claims(), new JsonObject { ["alg"] = "ES256", ["kid"] = "s1", ["typ"] = "logout+jwt" }),
            _key.Sign(Claims(), new JsonObject { ["alg"] = "ES256", ["kid"] = "other" }),
            new TestKey("s1").Sign(Claims(), new JsonObject { ["alg"] = "ES256", ["kid"] = "s1", ["jwk"] = _key.Jwk }),
            new string('a', 20_000),
        ];

        foreach (var statement in bad)
        {
            var (status, answer) = await RegisterAsync(statement);
            Assert.Equal((HttpStatusCode.BadRequest, "invalid_software_statement"), (status, (string?)answer["error"]));
        }

        foreach (var wrong in new JsonNode[] { 1, new JsonObject(), new JsonArray(good) })
        {
            Assert.Equal("invalid_software_statement", (string?)(await RegisterAsync(null, beside => beside["software_statement"] = wrong)).Answer["error"]);
        }
    }

    [Fact]
    public async Task CLI_12_An_issuer_nobody_trusts_is_unapproved_whoever_signed()
    {
        foreach (var issuer in new[] { "https://evil.example", Issuer + "/", "HTTPS://statements.example", ProviderHost.Issuer })
        {
            var (status, answer) = await RegisterAsync(Statement(claims => claims["iss"] = issuer));
            Assert.Equal((HttpStatusCode.BadRequest, "unapproved_software_statement"), (status, (string?)answer["error"]));
        }
    }

    [Fact]
    public async Task CLI_13_A_statement_gives_nothing_that_is_for_operators()
    {
        var (status, answer) = await RegisterAsync(Statement(claims =>
            (claims["client_id"], claims["client_secret"], claims["first_party"], claims["require_pkce"], claims["demand"]) = ("helpdesk", "chosen-by-the-statement-0123456789", true, false, "basic")));

        Assert.Equal(HttpStatusCode.Created, status);
        Assert.NotEqual("helpdesk", (string?)answer["client_id"]);
        Assert.NotEqual("chosen-by-the-statement-0123456789", (string?)answer["client_secret"]);
        Assert.Equal((false, true), ((bool)answer["first_party"]!, (bool)answer["require_pkce"]!));
        Assert.Null(answer["demand"]);
    }

    [Fact]
    public async Task An_app_stays_bound_by_its_statement_when_it_changes_itself()
    {
        var (_, made) = await RegisterAsync(Statement());
        _host.Clock.Advance(TimeSpan.FromDays(30));
        var id = (string)made["client_id"]!;
        var body = new JsonObject { ["client_id"] = id, ["client_name"] = "Evil", ["redirect_uris"] = new JsonArray("https://evil.example/cb"), ["tos_uri"] = "https://rp.example/new" };

        var (status, changed) = await SendAsync(HttpMethod.Put, "/" + id, body, (string?)made["registration_access_token"]);

        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Equal(("Wiki", "https://rp.example/new"), ((string?)changed["client_name"], (string?)changed["tos_uri"]));
        Assert.Equal("https://rp.example/cb", (string?)changed["redirect_uris"]!.AsArray().Single());
        Settings.SoftwareStatementIssuers.Clear();
        Assert.Equal("unapproved_software_statement", (string?)(await SendAsync(HttpMethod.Put, "/" + id, body, (string?)changed["registration_access_token"])).Answer["error"]);
    }

    [Fact]
    public async Task CLI_08_Keys_out_of_reach_are_no_consent()
    {
        Settings.SoftwareStatementIssuers.Add(new SoftwareStatementIssuer { Issuer = "https://gone.example", JwksUri = _host.Outside["/nothing"] });

        var (status, answer) = await RegisterAsync(Statement(claims => claims["iss"] = "https://gone.example"));

        Assert.Equal((HttpStatusCode.ServiceUnavailable, "temporarily_unavailable"), (status, (string?)answer["error"]));
    }

    [Fact]
    public void A_wrong_setting_stops_the_start_with_a_sentence()
    {
        SoftwareStatementIssuer[] wrong =
        [
            new() { Jwks = TestKey.Jwks(_key) }, new() { Issuer = Issuer }, new() { Issuer = Issuer, Jwks = TestKey.Jwks(_key), JwksUri = "https://x.example" },
            new() { Issuer = Issuer, Jwks = "{}" }, new() { Issuer = Issuer, JwksUri = "http://x.example/jwks" },
        ];

        foreach (var one in wrong)
        {
            var settings = new OpenIdSettings { Issuer = "https://id.example.org", SoftwareStatementIssuers = { one } };
            Assert.Contains(settings.Validate(new(settings)), fault => fault.ErrorMessage!.StartsWith("OpenId:SoftwareStatementIssuers", StringComparison.Ordinal));
        }
    }

    private JsonObject Claims() => new()
    {
        ["iss"] = Issuer,
        ["iat"] = _host.Clock.GetUtcNow().ToUnixTimeSeconds(),
        ["exp"] = _host.Clock.GetUtcNow().AddDays(1).ToUnixTimeSeconds(),
        ["software_id"] = "wiki-4",
        ["client_name"] = "Wiki",
        ["redirect_uris"] = new JsonArray("https://rp.example/cb"),
    };

    private string Statement(Action<JsonObject>? change = null)
    {
        var claims = Claims();
        change?.Invoke(claims);
        return _key.Sign(claims);
    }

    private Task<(HttpStatusCode Status, JsonNode Answer)> RegisterAsync(string? statement, Action<JsonObject>? change = null)
    {
        var body = new JsonObject { ["tos_uri"] = "https://rp.example/tos", ["software_statement"] = statement };
        change?.Invoke(body);
        return SendAsync(HttpMethod.Post, "", body, null);
    }

    private async Task<(HttpStatusCode Status, JsonNode Answer)> SendAsync(HttpMethod method, string path, JsonObject body, string? token)
    {
        using var request = new HttpRequestMessage(method, "/connect/register" + path) { Content = new StringContent(body.ToJsonString(), Encoding.UTF8, "application/json") };
        request.Headers.Authorization = token is null ? null : new AuthenticationHeaderValue("Bearer", token);
        using var response = await _host.Http.SendAsync(request);
        var text = await response.Content.ReadAsStringAsync();
        Assert.True(text.Length > 0, $"{response.StatusCode} {response} to {body.ToJsonString()[..Math.Min(600, body.ToJsonString().Length)]}");
        return (response.StatusCode, JsonNode.Parse(text)!);
    }
}
