using AuthHub.OpenId.Tests.Hosting;

namespace AuthHub.OpenId.Tests;

/// <summary>Claims under the names an app has for them.</summary>
public sealed class ClaimNamesTests(ProviderHost host) : IClassFixture<ProviderHost>
{
    private const string Address = "https://rp.example/cb";

    [Fact]
    public async Task S_065_Groups_and_roles_are_arrays_under_the_names_an_app_registered()
    {
        await RegisterAsync("renaming", """{ "groups": "memberOf", "roles": "https://app.example/roles", "name": "display" }""");
        var exchange = await host.CodeExchangeAsync(change: request => (request["client_id"], request["scope"]) = ("renaming", "openid profile groups roles"));
        exchange.BasicId = "renaming";
        var tokens = await exchange.SendAsync();

        foreach (var told in new[] { Stories.Part(tokens["id_token"], 1), (await host.UserInfoAsync(tokens["access_token"])).Json })
        {
            Assert.Equal("""["desk","night"]""", told.GetProperty("memberOf").GetRawText());
            Assert.Equal("""["helpdesk-agent"]""", told.GetProperty("https://app.example/roles").GetRawText());
            Assert.Equal("Jānis Bērziņš", told.GetProperty("display").GetString());
            Assert.False(told.TryGetProperty("groups", out _) || told.TryGetProperty("roles", out _) || told.TryGetProperty("name", out _));
        }
    }

    [Fact]
    public async Task A_name_gives_nothing_that_was_not_granted()
    {
        await RegisterAsync("modest", """{ "groups": "memberOf" }""");
        var exchange = await host.CodeExchangeAsync(change: request => (request["client_id"], request["scope"]) = ("modest", "openid"));
        exchange.BasicId = "modest";

        Assert.False(Stories.Part((await exchange.SendAsync())["id_token"], 1).TryGetProperty("memberOf", out _));
    }

    [Theory]
    [InlineData("""{ "groups": "sub" }""")]
    [InlineData("""{ "groups": "aud" }""")]
    [InlineData("""{ "groups": "acr" }""")]
    [InlineData("""{ "groups": "cnf" }""")]
    [InlineData("""{ "groups": "sid" }""")]
    [InlineData("""{ "groups": "roles" }""")]
    [InlineData("""{ "groups": "email" }""")]
    [InlineData("""{ "groups": "same", "roles": "same" }""")]
    [InlineData("""{ "groups": "" }""")]
    [InlineData("""{ "groups": "two words" }""")]
    [InlineData("""{ "groups": 3 }""")]
    [InlineData("""{ "groups": "\ud800" }""")]
    [InlineData("""{ "sub": "user" }""")]
    [InlineData("""{ "unknown": "x" }""")]
    [InlineData("""["groups"]""")]
    [InlineData("\"groups\"")]
    public async Task A_name_that_means_something_else_is_refused(string names) =>
        await Assert.ThrowsAsync<InvalidOperationException>(() => RegisterAsync("odd", names));

    private Task RegisterAsync(string id, string names) => host.RegisterAsync($$"""
        { "client_id": "{{id}}", "client_secret": "{{ProviderHost.Secret}}", "first_party": true, "redirect_uris": ["{{Address}}"], "claim_names": {{names}} }
        """);
}
