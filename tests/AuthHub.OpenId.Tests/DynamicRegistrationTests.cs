using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using AuthHub.OpenId.Clients;
using AuthHub.OpenId.Registration;
using AuthHub.OpenId.Tests.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace AuthHub.OpenId.Tests;

/// <summary>Registration by machine (RFC 7591, RFC 7592) and the attacks on it (CLI-07, CLI-12 to CLI-14).</summary>
public sealed class DynamicRegistrationTests(PostgresCluster cluster) : IAsyncLifetime
{
    private const string Plain = """{ "client_name": "Wiki", "redirect_uris": ["https://rp.example/cb"], "tos_uri": "https://rp.example/tos", "unheard_of": 1 }""";

    private readonly ProviderHost _host = new(cluster);

    private OpenIdSettings Settings => _host.Services.GetRequiredService<IOptions<OpenIdSettings>>().Value;

    public async ValueTask InitializeAsync()
    {
        await _host.InitializeAsync();
        Settings.Registration = RegistrationAccess.Token;
    }

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    [Fact]
    public async Task CLI_12_Registration_is_off_unless_somebody_turned_it_on()
    {
        Assert.Equal(RegistrationAccess.Off, new OpenIdSettings().Registration);
        Settings.Registration = RegistrationAccess.Off;

        var (status, answer) = await SendAsync(HttpMethod.Post, "", Plain, await TokenAsync());

        Assert.Equal((HttpStatusCode.Forbidden, "access_denied"), (status, (string?)answer["error"]));
    }

    [Fact]
    public async Task An_app_registers_reads_changes_and_removes_itself()
    {
        var (status, made) = await SendAsync(HttpMethod.Post, "", Plain, await TokenAsync());
        Assert.Equal(HttpStatusCode.Created, status);
        var (id, managing) = ((string)made["client_id"]!, (string)made["registration_access_token"]!);
        Assert.Equal($"{ProviderHost.Issuer}/connect/register/{id}", (string?)made["registration_client_uri"]);
        Assert.Equal(("https://rp.example/tos", 0), ((string?)made["tos_uri"], (int)made["client_secret_expires_at"]!));
        Assert.Null(made["unheard_of"]);

        var (_, read) = await SendAsync(HttpMethod.Get, id, null, managing);
        Assert.Null(read["client_secret"]);
        Assert.Equal("Wiki", (string?)read["client_name"]);

        var change = $$"""{ "client_id": "{{id}}", "client_secret": "{{made["client_secret"]}}", "client_name": "Pages", "redirect_uris": ["https://rp.example/new"] }""";
        var (changedStatus, changed) = await SendAsync(HttpMethod.Put, id, change, managing);
        Assert.Equal((HttpStatusCode.OK, "Pages"), (changedStatus, (string?)changed["client_name"]));
        Assert.Null(changed["tos_uri"]);
        var renewed = (string)changed["registration_access_token"]!;
        Assert.Equal(HttpStatusCode.Unauthorized, (await SendAsync(HttpMethod.Get, id, null, managing)).Status);

        Assert.Equal(HttpStatusCode.NoContent, (await SendAsync(HttpMethod.Delete, id, null, renewed)).Status);
        Assert.Equal(HttpStatusCode.Unauthorized, (await SendAsync(HttpMethod.Get, id, null, renewed)).Status);
    }

    [Fact]
    public async Task CLI_13_What_an_administrator_decides_meanwhile_is_not_undone()
    {
        var (_, made) = await SendAsync(HttpMethod.Post, "", Plain, await TokenAsync());
        var (id, managing) = ((string)made["client_id"]!, (string)made["registration_access_token"]!);
        var address = _host.Outside["/slow-sector"];
        _host.Outside.Paths["/slow-sector"] = async context =>
        {
            // The app's own server takes its time, until an administrator has disabled the app.
            await _host.InScopeAsync<IClients>(async clients =>
            {
                var client = (await clients.FindAsync(id, CancellationToken.None))!;
                client.Disabled = true;
                await clients.ChangeAsync(client, CancellationToken.None);
            });
            context.Response.ContentType = "application/json";
            await context.Response.WriteAsync("""["https://rp.example/cb"]""");
        };

        var (status, _) = await SendAsync(HttpMethod.Put, id, $$"""{ "client_id": "{{id}}", "redirect_uris": ["https://rp.example/cb"], "subject_type": "pairwise", "sector_identifier_uri": "{{address}}" }""", managing);

        Assert.Equal(HttpStatusCode.Unauthorized, status);
        await _host.InScopeAsync<IClients>(async clients => Assert.True((await clients.FindAsync(id, CancellationToken.None))!.Disabled));
    }

    [Fact]
    public async Task CLI_13_Two_changes_with_one_token_are_one()
    {
        var (_, made) = await SendAsync(HttpMethod.Post, "", Plain, await TokenAsync());
        var (id, managing) = ((string)made["client_id"]!, (string)made["registration_access_token"]!);
        var change = $$"""{ "client_id": "{{id}}", "redirect_uris": ["https://rp.example/new"] }""";

        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => SendAsync(HttpMethod.Put, id, change, managing)));

        Assert.Single(answers, answer => answer.Status == HttpStatusCode.OK);
        Assert.All(answers.Where(answer => answer.Status != HttpStatusCode.OK), answer => Assert.Equal(HttpStatusCode.Unauthorized, answer.Status));
    }

    [Fact]
    public async Task CLI_12_What_registered_itself_gets_no_token_for_a_resource_by_itself()
    {
        var (_, made) = await SendAsync(HttpMethod.Post, "", """{ "grant_types": ["client_credentials"], "scope": "payments.write" }""", await TokenAsync());
        var exchange = new Exchange(_host, "/connect/token", (string)made["client_id"]!) { BasicSecret = (string)made["client_secret"]! };
        (exchange.Form["grant_type"], exchange.Form["resource"]) = ("client_credentials", "https://payments.example/");

        (await exchange.SendAsync()).ShouldBeRefusedWith("invalid_target");
    }

    [Theory]
    [InlineData("\"\\ud800\"")]
    [InlineData("7")]
    [InlineData("null")]
    public async Task INP_A_secret_that_is_no_text_is_refused(string secret)
    {
        var (_, made) = await SendAsync(HttpMethod.Post, "", Plain, await TokenAsync());
        var id = (string)made["client_id"]!;

        var (status, answer) = await SendAsync(HttpMethod.Put, id, $$"""{ "client_id": "{{id}}", "client_secret": {{secret}}, "redirect_uris": ["https://rp.example/cb"] }""", (string)made["registration_access_token"]!);

        Assert.Equal((HttpStatusCode.BadRequest, "invalid_client_metadata"), (status, (string?)answer["error"]));
    }

    [Fact]
    public async Task CLI_12_An_initial_token_is_good_for_so_many_apps_and_so_long()
    {
        var token = await TokenAsync(uses: 2);
        var all = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => SendAsync(HttpMethod.Post, "", Plain, token)));
        Assert.Equal(2, all.Count(one => one.Status == HttpStatusCode.Created));

        var old = await TokenAsync(uses: 5);
        _host.Clock.Advance(TimeSpan.FromHours(2));
        Assert.Equal(HttpStatusCode.Unauthorized, (await SendAsync(HttpMethod.Post, "", Plain, old)).Status);
        Assert.Equal(HttpStatusCode.Unauthorized, (await SendAsync(HttpMethod.Post, "", Plain, null)).Status);
    }

    [Fact]
    public async Task CLI_12_Open_registration_has_room_for_so_many_an_hour()
    {
        (Settings.Registration, Settings.RegistrationsPerHour) = (RegistrationAccess.Open, 2);

        Assert.Equal(HttpStatusCode.Created, (await SendAsync(HttpMethod.Post, "", Plain, null)).Status);
        Assert.Equal(HttpStatusCode.Created, (await SendAsync(HttpMethod.Post, "", Plain, null)).Status);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await SendAsync(HttpMethod.Post, "", Plain, null)).Status);
        _host.Clock.Advance(TimeSpan.FromMinutes(61));
        Assert.Equal(HttpStatusCode.Created, (await SendAsync(HttpMethod.Post, "", Plain, null)).Status);
    }

    [Fact]
    public async Task CLI_13_What_operators_decide_an_app_cannot_say_of_itself()
    {
        const string Greedy = """
            { "client_id": "helpdesk-2", "client_secret": "known", "first_party": true, "require_pkce": false, "demand": "basic", "resource_indicators": ["https://id.example.org"],
              "self_registered": false, "trusted": true, "redirect_uris": ["https://rp.example/cb"] }
            """;

        var (_, made) = await SendAsync(HttpMethod.Post, "", Greedy, await TokenAsync());

        var client = await FindAsync((string)made["client_id"]!);
        Assert.NotEqual("helpdesk-2", client.ClientId);
        Assert.False(ClientSecret.Matches(client.SecretHash, "known"));
        Assert.Equal((true, true, null, true), (client.ConsentRequired, client.RequirePkce, client.Demand, client.Metadata.SelfRegistered));
        Assert.Null(client.Metadata.ResourceIndicators);
    }

    [Fact]
    public async Task CLI_08_A_sector_is_asked_for_those_with_a_token_alone()
    {
        _host.Outside.Publish("/sector", """["https://rp.example/cb"]""");
        var pairwise = $$"""{ "subject_type": "pairwise", "sector_identifier_uri": "{{_host.Outside["/sector"]}}", "redirect_uris": ["https://rp.example/cb"] }""";

        Assert.Equal(HttpStatusCode.Unauthorized, (await SendAsync(HttpMethod.Post, "", pairwise, null)).Status);
        Assert.Equal(0, _host.Outside.Count("/sector"));
        var (status, made) = await SendAsync(HttpMethod.Post, "", pairwise, await TokenAsync());
        Assert.Equal((HttpStatusCode.Created, "pairwise"), (status, (string?)made["subject_type"]));

        // Another address than the document knows.
        var (again, error) = await SendAsync(HttpMethod.Put, (string)made["client_id"]!, pairwise.Replace("{ ", $"{{ \"client_id\": \"{made["client_id"]}\", ", StringComparison.Ordinal).Replace("[\"https://rp.example/cb", "[\"https://rp.example/other", StringComparison.Ordinal), (string)made["registration_access_token"]!);
        Assert.Equal((HttpStatusCode.BadRequest, "invalid_client_metadata"), (again, (string?)error["error"]));
    }

    [Fact]
    public async Task CLI_13_Changing_itself_keeps_what_operators_decided()
    {
        var (_, made) = await SendAsync(HttpMethod.Post, "", Plain, await TokenAsync());
        var (id, managing) = ((string)made["client_id"]!, (string)made["registration_access_token"]!);
        var client = await FindAsync(id);
        (client.Demand, client.Metadata.ResourceIndicators) = ("medium", ["https://api.example/"]);
        await _host.InScopeAsync((IClients clients) => clients.ChangeAsync(client, CancellationToken.None));

        await SendAsync(HttpMethod.Put, id, $$"""{ "client_id": "{{id}}", "redirect_uris": ["https://rp.example/cb"], "demand": "basic", "resource_indicators": ["https://id.example.org"] }""", managing);

        client = await FindAsync(id);
        Assert.Equal(("medium", true), (client.Demand, ClientSecret.Matches(client.SecretHash, (string)made["client_secret"]!)));
        Assert.Equal(["https://api.example/"], client.Metadata.ResourceIndicators);
    }

    [Theory]
    [InlineData("""{ "client_id": "another", "redirect_uris": ["https://rp.example/cb"] }""")]
    [InlineData("""{ "redirect_uris": ["https://rp.example/cb"] }""")]
    [InlineData("""{ "client_id": "ID", "client_secret": "of my choice", "redirect_uris": ["https://rp.example/cb"] }""")]
    [InlineData("""{ "client_id": 1 }""")]
    [InlineData("[]")]
    public async Task CLI_14_A_change_cannot_take_another_id_or_a_chosen_secret(string body)
    {
        var (_, made) = await SendAsync(HttpMethod.Post, "", Plain, await TokenAsync());
        var id = (string)made["client_id"]!;

        var (status, answer) = await SendAsync(HttpMethod.Put, id, body.Replace("ID", id, StringComparison.Ordinal), (string)made["registration_access_token"]!);

        Assert.Equal((HttpStatusCode.BadRequest, "invalid_client_metadata"), (status, (string?)answer["error"]));
    }

    [Fact]
    public async Task CLI_07_A_disabled_app_and_a_foreign_token_manage_nothing()
    {
        var (_, one) = await SendAsync(HttpMethod.Post, "", Plain, await TokenAsync());
        var (_, two) = await SendAsync(HttpMethod.Post, "", Plain, await TokenAsync());
        var id = (string)one["client_id"]!;
        Assert.Equal(HttpStatusCode.Unauthorized, (await SendAsync(HttpMethod.Get, id, null, (string)two["registration_access_token"]!)).Status);
        Assert.Equal(HttpStatusCode.Unauthorized, (await SendAsync(HttpMethod.Get, id, null, await TokenAsync())).Status);
        Assert.Equal(HttpStatusCode.Unauthorized, (await SendAsync(HttpMethod.Post, "", Plain, (string)one["registration_access_token"]!)).Status);

        var client = await FindAsync(id);
        client.Disabled = true;
        await _host.InScopeAsync((IClients clients) => clients.ChangeAsync(client, CancellationToken.None));

        Assert.Equal(HttpStatusCode.Unauthorized, (await SendAsync(HttpMethod.Get, id, null, (string)one["registration_access_token"]!)).Status);
    }

    [Theory]
    [InlineData("""{ "redirect_uris": ["http://evil.example/cb"] }""", "invalid_redirect_uri")]
    [InlineData("""{ "redirect_uris": ["https://rp.example/cb#x"] }""", "invalid_redirect_uri")]
    [InlineData("""{ "redirect_uris": ["https://rp.example/cb"], "grant_types": ["password"] }""", "invalid_client_metadata")]
    [InlineData("""{ "redirect_uris": ["https://rp.example/cb"], "redirect_uris": [] }""", "invalid_client_metadata")]
    [InlineData("""{ "redirect_uris": """, "invalid_client_metadata")]
    [InlineData("\"text\"", "invalid_client_metadata")]
    public async Task CLI_12_Bad_metadata_has_the_specified_error_and_costs_no_token(string body, string error)
    {
        var token = await TokenAsync(uses: 1);

        var (status, answer) = await SendAsync(HttpMethod.Post, "", body, token);

        Assert.Equal((HttpStatusCode.BadRequest, error), (status, (string?)answer["error"]));
        Assert.Equal(HttpStatusCode.Created, (await SendAsync(HttpMethod.Post, "", Plain, token)).Status);
    }

    [Fact]
    public async Task CLI_12_A_thousand_addresses_and_too_long_a_body_are_refused()
    {
        var many = new JsonObject { ["redirect_uris"] = new JsonArray([.. Enumerable.Range(0, 1000).Select(i => (JsonNode)$"https://rp.example/{i}")]) };
        Assert.Equal("invalid_client_metadata", (string?)(await SendAsync(HttpMethod.Post, "", many.ToJsonString(), await TokenAsync())).Answer["error"]);

        var big = new JsonObject { ["client_name"] = new string('x', 70_000) };
        Assert.Equal(HttpStatusCode.BadRequest, (await SendAsync(HttpMethod.Post, "", big.ToJsonString(), await TokenAsync())).Status);
    }

    private async Task<Client> FindAsync(string id)
    {
        Client? found = null;
        await _host.InScopeAsync(async (IClients clients) => found = await clients.FindAsync(id, CancellationToken.None));
        return found!;
    }

    private async Task<string> TokenAsync(int uses = 1)
    {
        var token = "";
        await _host.InScopeAsync(async (RegistrationTokens tokens) => token = await tokens.IssueInitialAsync(Guid.CreateVersion7(), "a test", uses, TimeSpan.FromHours(1), CancellationToken.None) ?? "");
        return token;
    }

    private async Task<(HttpStatusCode Status, JsonNode Answer)> SendAsync(HttpMethod method, string id, string? body, string? token)
    {
        using var request = new HttpRequestMessage(method, "/connect/register" + (id.Length > 0 ? "/" + id : ""));
        request.Headers.Authorization = token is null ? null : new AuthenticationHeaderValue("Bearer", token);
        request.Content = body is null ? null : new StringContent(body, Encoding.UTF8, "application/json");
        using var response = await _host.Http.SendAsync(request);
        Assert.True(response.Headers.CacheControl?.NoStore);
        var text = await response.Content.ReadAsStringAsync();
        return (response.StatusCode, text.Length == 0 ? new JsonObject() : JsonNode.Parse(text)!);
    }
}
