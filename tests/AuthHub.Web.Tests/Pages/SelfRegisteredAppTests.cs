using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using AuthHub.Web.Tests.Support;

namespace AuthHub.Web.Tests.Pages;

/// <summary>An app that registers itself at the real host, and what people see of it (RFC 7591, RFC 7592; attack CLI-12).</summary>
public sealed class SelfRegisteredAppTests(OpenHost host) : IClassFixture<OpenHost>
{
    [Fact]
    public async Task People_are_told_that_nobody_has_looked_at_it()
    {
        var person = await host.AddPersonAsync();
        var visitor = host.Visitor();
        var answer = await visitor.AskAsync(HttpMethod.Post, "/connect/register", Body("""{ "client_name": "Stranger", "redirect_uris": ["https://stranger.example/cb"], "policy_uri": "https://stranger.example/privacy", "tos_uri": "https://stranger.example/terms?a=1&b=2" }"""));
        var made = JsonNode.Parse(answer.Html)!;

        await visitor.ToSecondFactorAsync(new App((string)made["client_id"]!, (string)made["client_secret"]!, "https://stranger.example/cb", "Stranger"), person);

        Assert.StartsWith("/consent", visitor.At.Path, StringComparison.Ordinal);
        Assert.Contains("registered itself", visitor.At.Html, StringComparison.Ordinal);
        Assert.Contains("href=\"https://stranger.example/privacy\" target=\"_blank\" rel=\"noopener noreferrer\"", visitor.At.Html, StringComparison.Ordinal);
        Assert.Contains("href=\"https://stranger.example/terms?a=1&amp;b=2\"", visitor.At.Html, StringComparison.Ordinal);
        visitor = host.Visitor();
        await visitor.ToSecondFactorAsync(await host.AddAppAsync(asksConsent: true), person);
        Assert.DoesNotContain("registered itself", visitor.At.Html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task It_is_changed_and_removed_through_the_guard()
    {
        var visitor = host.Visitor();
        var made = JsonNode.Parse((await visitor.AskAsync(HttpMethod.Post, "/connect/register", Body("""{ "redirect_uris": ["https://stranger.example/cb"] }"""))).Html)!;
        var (address, id) = (new Uri((string)made["registration_client_uri"]!).AbsolutePath, (string)made["client_id"]!);

        var changed = await visitor.AskAsync(HttpMethod.Put, address, Body($$"""{ "client_id": "{{id}}", "redirect_uris": ["https://stranger.example/new"] }"""), ("Authorization", "Bearer " + made["registration_access_token"]));
        Assert.Equal(HttpStatusCode.OK, changed.Status);
        var removed = await visitor.AskAsync(HttpMethod.Delete, address, null, ("Authorization", "Bearer " + JsonNode.Parse(changed.Html)!["registration_access_token"]));
        Assert.Equal(HttpStatusCode.NoContent, removed.Status);
    }

    private static StringContent Body(string json) => new(json, Encoding.UTF8, "application/json");
}

/// <summary>The host where apps may register themselves.</summary>
public sealed class OpenHost : AuthHubHost
{
    protected override IEnumerable<KeyValuePair<string, string?>> Settings() => [new("OpenId:Registration", "Open")];
}
