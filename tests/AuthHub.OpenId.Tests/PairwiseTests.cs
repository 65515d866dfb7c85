using System.Net;
using System.Text.Json;
using AuthHub.OpenId.Clients;
using AuthHub.OpenId.Keys;
using AuthHub.OpenId.Subjects;
using AuthHub.OpenId.Tests.Hosting;
using Microsoft.Extensions.DependencyInjection;

namespace AuthHub.OpenId.Tests;

/// <summary>Subjects that clients of different sectors cannot compare (OpenID Connect Core section 8.1).</summary>
public sealed class PairwiseTests(ProviderHost host) : IClassFixture<ProviderHost>, IAsyncLifetime
{
    private const string Bye = "https://rp.example/bye";

    public async ValueTask InitializeAsync()
    {
        if (host.World.SignedIn("pia") is null)
        {
            host.World.AddPerson("pia");
            host.World.SignIn("pia");
            await RegisterAsync("one", "https://rp.example/cb");
            await RegisterAsync("same", "https://rp.example/cb");
            await RegisterAsync("other", "https://other.example/cb");
        }
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task Every_place_shows_the_client_its_own_subject()
    {
        var tokens = await TokensAsync("one");
        var sub = SubOf(tokens);

        Assert.NotEqual("pia", sub);
        Assert.True(sub.Length <= 64);
        Assert.Equal(sub, Stories.Part(tokens["access_token"], 1).GetProperty("sub").GetString());
        Assert.Equal(sub, (await host.UserInfoAsync(tokens["access_token"]))["sub"]);
        Assert.Equal(sub, (await host.PostAsync("/connect/introspect", tokens["access_token"], "one"))["sub"]);
        Assert.Equal(sub, (await host.PostAsync("/connect/introspect", tokens["refresh_token"], "one"))["sub"]);
        Assert.DoesNotContain("\"pia\"", JsonSerializer.Serialize(Stories.Part(tokens["id_token"], 1)).Replace("\"preferred_username\":\"pia\"", "", StringComparison.Ordinal), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Clients_of_one_sector_share_a_subject_and_others_have_another()
    {
        var one = SubOf(await TokensAsync("one"));

        Assert.Equal(one, SubOf(await TokensAsync("same")));
        Assert.NotEqual(one, SubOf(await TokensAsync("other")));
    }

    [Fact]
    public async Task A_subject_outlives_refreshing_and_the_rotation_of_signing_keys()
    {
        var tokens = await TokensAsync("one");
        await host.Services.GetRequiredService<KeyRing>().RotateAsync(CancellationToken.None);
        var refresh = new Exchange(host, "/connect/token", "one") { Form = { ["grant_type"] = "refresh_token", ["refresh_token"] = tokens["refresh_token"] } };

        Assert.Equal(SubOf(tokens), SubOf(await refresh.SendAsync()));
    }

    [Fact]
    public async Task CON_08_A_hint_with_a_pairwise_subject_names_the_person()
    {
        var hint = (await TokensAsync("one"))["id_token"];

        Assert.Contains("code", (await AuthorizeAsync("one", "pia", ("id_token_hint", hint), ("prompt", "none"))).Keys);
        Assert.Contains("code", (await AuthorizeAsync("other", "pia", ("id_token_hint", hint), ("prompt", "none"))).Keys);
        Assert.Equal("login_required", (await AuthorizeAsync("one", "alice", ("id_token_hint", hint), ("prompt", "none")))["error"]);
    }

    [Fact]
    public async Task CON_08_The_claims_parameter_names_people_by_pairwise_subjects_only()
    {
        var sub = SubOf(await TokensAsync("one"));

        Assert.Contains("code", (await AuthorizeAsync("one", "pia", ("claims", Wanting(sub)), ("prompt", "none"))).Keys);
        Assert.Equal("login_required", (await AuthorizeAsync("one", "alice", ("claims", Wanting(sub)), ("prompt", "none")))["error"]);
        foreach (var wrong in new[] { "pia", sub[..^1], sub + "A", SubOf(await TokensAsync("other")), "", new string('A', 600) })
        {
            Assert.Equal("login_required", (await AuthorizeAsync("one", "pia", ("claims", Wanting(wrong)), ("prompt", "none")))["error"]);
        }
    }

    [Fact]
    public async Task A_hint_of_a_client_that_is_gone_names_nobody()
    {
        await RegisterAsync("leaving", "https://rp.example/cb");
        var hint = (await TokensAsync("leaving"))["id_token"];
        await host.InScopeAsync<IClients>(clients => clients.RemoveAsync("leaving", CancellationToken.None));

        Assert.Equal("invalid_request", (await AuthorizeAsync("one", "pia", ("id_token_hint", hint)))["error"]);
    }

    [Fact]
    public async Task S_066_A_hint_with_a_pairwise_subject_signs_out()
    {
        host.World.AddPerson("quinn");
        host.World.SignIn("quinn");
        var hint = (await TokensAsync("one", "quinn"))["id_token"];

        var other = await host.GetAsync("/connect/endsession?" + Stories.ToQuery([new("id_token_hint", hint), new("post_logout_redirect_uri", Bye)]), "pia");
        var own = await host.GetAsync("/connect/endsession?" + Stories.ToQuery([new("id_token_hint", hint), new("post_logout_redirect_uri", Bye)]), "quinn");

        Assert.StartsWith("/sign-out", other.Location);
        Assert.Equal(Bye, own.Location);
        Assert.Null(host.World.SignedIn("quinn"));
    }

    [Fact]
    public void An_id_of_a_person_stays_short_and_reads_back()
    {
        var subjects = host.Services.GetRequiredService<ClientSubjects>();
        var client = new Client { ClientId = "x", Name = "X", RedirectUris = ["https://rp.example/cb"], Metadata = new() { SubjectType = SubjectTypes.Pairwise } };
        foreach (var subject in new[] { Guid.CreateVersion7().ToString("N"), "0123456789ABCDEF0123456789abcdef", "alice", "Jānis", "" })
        {
            var shown = subjects.Shown(client, subject);
            Assert.Equal(subject, subjects.Meant(client, shown));
            Assert.Equal(shown, subjects.Shown(client, subject));
            Assert.NotEqual(subject, shown);
        }

        Assert.Equal(44, subjects.Shown(client, Guid.CreateVersion7().ToString("N")).Length);
    }

    [Theory]
    [InlineData("""["https://a.example/cb", "https://b.example/cb", "https://else.example/"]""", true)]
    [InlineData("""["https://a.example/cb"]""", false)]
    [InlineData("""{ "uris": ["https://a.example/cb", "https://b.example/cb"] }""", false)]
    [InlineData("""["https://a.example/cb", "https://b.example/cb", 3]""", false)]
    [InlineData("""["https://a.example/cb", "https://b.example/cb", "\ud800"]""", false)]
    [InlineData("nonsense", false)]
    [InlineData("", false)]
    [InlineData(null, false)]
    public async Task A_sector_is_believed_when_its_address_lists_every_redirect_uri(string? document, bool good)
    {
        var path = "/sector/" + Guid.CreateVersion7();
        if (document is not null)
        {
            host.Outside.Publish(path, document);
        }

        var register = () => host.RegisterAsync(Metadata("sector" + Guid.CreateVersion7().ToString("N"), $"\"sector_identifier_uri\": \"{host.Outside[path]}\"", "https://a.example/cb", "https://b.example/cb"));

        if (good)
        {
            Assert.Equal("localhost", Sector.Of(await register()));
        }
        else
        {
            Assert.Contains("sector_identifier_uri", (await Assert.ThrowsAsync<InvalidOperationException>(register)).Message, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("", "https://a.example/cb", "https://b.example/cb")]
    [InlineData("\"application_type\": \"native\"", "com.example.app:/cb", null)]
    [InlineData("\"sector_identifier_uri\": \"http://a.example/uris\"", "https://a.example/cb", null)]
    [InlineData("\"sector_identifier_uri\": \"https://127.0.0.1:1/uris\"", "https://a.example/cb", null)]
    [InlineData("\"sector_identifier_uri\": \"file:///etc/passwd\"", "https://a.example/cb", null)]
    [InlineData("\"subject_type\": \"unknown\"", "https://a.example/cb", null)]
    public async Task CLI_08_A_sector_that_cannot_be_told_is_refused(string more, string first, string? second)
    {
        string[] uris = second is null ? [first] : [first, second];

        await Assert.ThrowsAsync<InvalidOperationException>(() => host.RegisterAsync(Metadata("sector" + Guid.CreateVersion7().ToString("N"), more, uris)));
    }

    [Fact]
    public async Task Discovery_announces_both_types()
    {
        var document = await host.GetAsync("/.well-known/openid-configuration");

        Assert.Equal("""["public","pairwise"]""", document.Json.GetProperty("subject_types_supported").GetRawText());
    }

    private static string Wanting(string sub) => $$"""{ "id_token": { "sub": { "value": "{{sub}}" } } }""";

    private static string SubOf(Answer tokens) => Stories.Part(tokens["id_token"], 1).GetProperty("sub").GetString()!;

    private Task<Client> RegisterAsync(string id, string uri) => host.RegisterAsync(Metadata(id, "", uri));

    private static string Metadata(string id, string more, params string[] uris) => $$"""
        { "client_id": "{{id}}", "client_secret": "{{ProviderHost.Secret}}", "first_party": true, {{(more.Contains("subject_type", StringComparison.Ordinal) ? "" : "\"subject_type\": \"pairwise\",")}}
          "redirect_uris": {{JsonSerializer.Serialize(uris)}}, "post_logout_redirect_uris": ["{{Bye}}"], "grant_types": ["authorization_code", "refresh_token"]{{(more.Length > 0 ? ", " + more : "")}} }
        """;

    private async Task<Answer> TokensAsync(string client, string person = "pia")
    {
        var exchange = await host.CodeExchangeAsync("helpdesk", person, request => (request["client_id"], request["redirect_uri"]) = (client, AddressOf(client)));
        exchange.BasicId = client;
        var answer = await exchange.SendAsync();
        Assert.Equal(HttpStatusCode.OK, answer.Status);
        return answer;
    }

    private async Task<Dictionary<string, string>> AuthorizeAsync(string client, string person, params (string Name, string Value)[] more)
    {
        var request = Stories.AuthorizationRequest();
        (request["client_id"], request["redirect_uri"]) = (client, AddressOf(client));
        foreach (var (name, value) in more)
        {
            request[name] = value;
        }

        return (await host.AuthorizeAsync(request, person)).RedirectTo(AddressOf(client));
    }

    private static string AddressOf(string client) => client == "other" ? "https://other.example/cb" : "https://rp.example/cb";
}
