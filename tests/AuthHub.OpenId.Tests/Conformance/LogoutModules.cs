using AuthHub.OpenId.Tests.Hosting;

#pragma warning disable IDE1006, SA1300 // Tests carry the suite's own names.

namespace AuthHub.OpenId.Tests.Conformance;

/// <summary>The modules for RP-initiated logout. "Asked" is the page that wants a yes before anybody is signed out.</summary>
public sealed class LogoutModules(ProviderHost host) : IClassFixture<ProviderHost>
{
    private const string Asked = "/sign-out?request=";

    [Fact]
    public async Task oidcc_rp_initiated_logout_discovery_endpoint_verification() =>
        Assert.StartsWith("https://", (await host.GetAsync("/.well-known/openid-configuration"))["end_session_endpoint"]);

    [Fact]
    public async Task oidcc_rp_initiated_logout()
    {
        var (person, hint, party) = await SignedInAsync();
        var answer = await EndAsync(person, ("id_token_hint", hint), ("post_logout_redirect_uri", Party.AfterLogout), ("state", "s"));
        Assert.Equal(Party.AfterLogout + "?state=s", answer.Location);
        Assert.Equal("login_required", (await party.AuthorizeAsync(party.Request(changes: ("prompt", "none")), person))["error"]);
    }

    [Fact]
    public Task oidcc_rp_initiated_logout_bad_post_logout_redirect_uri() => IsRefusedAsync(hint => [("id_token_hint", hint), ("post_logout_redirect_uri", Party.AfterLogout + "/bad"), ("state", "s")]);

    [Fact]
    public Task oidcc_rp_initiated_logout_query_added_to_post_logout_redirect_uri() => IsRefusedAsync(hint => [("id_token_hint", hint), ("post_logout_redirect_uri", Party.AfterLogout + "?foo=bar")]);

    [Fact]
    public Task oidcc_rp_initiated_logout_modified_id_token_hint() =>
        IsRefusedAsync(hint => [("id_token_hint", hint.Replace(".", ".e", StringComparison.Ordinal)), ("post_logout_redirect_uri", Party.AfterLogout), ("state", "s")]);

    [Fact]
    public Task oidcc_rp_initiated_logout_bad_id_token_hint() =>
        IsRefusedAsync(hint => [("id_token_hint", new TestKey(algorithm: "RS256").Sign(System.Text.Json.Nodes.JsonNode.Parse(Stories.Part(hint, 1).GetRawText())!.AsObject())), ("post_logout_redirect_uri", Party.AfterLogout)]);

    [Fact]
    public async Task oidcc_rp_initiated_logout_no_id_token_hint()
    {
        var (person, _, _) = await SignedInAsync();
        Assert.StartsWith(Asked, (await EndAsync(person, ("post_logout_redirect_uri", Party.AfterLogout), ("state", "s"))).Location);
    }

    [Fact]
    public async Task oidcc_rp_initiated_logout_no_params()
    {
        var (person, _, _) = await SignedInAsync();
        Assert.StartsWith(Asked, (await EndAsync(person)).Location);
    }

    [Fact]
    public async Task oidcc_rp_initiated_logout_only_state()
    {
        var (person, _, _) = await SignedInAsync();
        Assert.StartsWith(Asked, (await EndAsync(person, ("state", "s"))).Location);
    }

    [Fact]
    public async Task oidcc_rp_initiated_logout_no_post_logout_redirect_uri()
    {
        var (person, hint, _) = await SignedInAsync();
        Assert.Equal("/signed-out", (await EndAsync(person, ("id_token_hint", hint), ("state", "s"))).Location);
    }

    [Fact]
    public async Task oidcc_rp_initiated_logout_no_state()
    {
        var (person, hint, _) = await SignedInAsync();
        Assert.Equal(Party.AfterLogout, (await EndAsync(person, ("id_token_hint", hint), ("post_logout_redirect_uri", Party.AfterLogout))).Location);
    }

    private async Task IsRefusedAsync(Func<string, (string, string)[]> parameters)
    {
        var (person, hint, party) = await SignedInAsync();
        (await EndAsync(person, parameters(hint))).ShouldBeAnErrorPage();
        Assert.Contains("code", (await party.AuthorizeAsync(party.Request(changes: ("prompt", "none")), person)).Keys);
    }

    private async Task<(string Person, string Hint, Party Party)> SignedInAsync()
    {
        var person = "leaving" + Guid.CreateVersion7().ToString("N");
        host.World.AddPerson(person);
        host.World.SignIn(person);
        var party = await Party.RegisterAsync(host);
        return (person, (await party.SignInAsync(party.Request(), person))["id_token"], party);
    }

    private Task<Answer> EndAsync(string person, params (string Name, string Value)[] parameters) =>
        host.GetAsync("/connect/endsession?" + Stories.ToQuery(parameters.Select(p => KeyValuePair.Create(p.Name, p.Value))), person);
}
