using System.Text.Json.Nodes;
using AuthHub.OpenId.SignOut;
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
        IsRefusedAsync(hint => [("id_token_hint", new TestKey(algorithm: "RS256").Sign(JsonNode.Parse(Stories.Part(hint, 1).GetRawText())!.AsObject())), ("post_logout_redirect_uri", Party.AfterLogout)]);

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

    [Theory]
    [InlineData("frontchannel_logout_supported", "frontchannel_logout_session_supported")]
    public Task oidcc_frontchannel_logout_discovery_endpoint_verification(string first, string second) => AnnouncesAsync(first, second);

    [Theory]
    [InlineData("backchannel_logout_supported", "backchannel_logout_session_supported")]
    public Task oidcc_backchannel_logout_discovery_endpoint_verification(string first, string second) => AnnouncesAsync(first, second);

    [Fact]
    public async Task oidcc_session_management_discovery_endpoint_verification() =>
        Assert.StartsWith("https://", (await host.GetAsync("/.well-known/openid-configuration"))["check_session_iframe"]);

    [Fact]
    public async Task oidcc_frontchannel_rp_initiated_logout()
    {
        var (person, hint, party) = await SignedInAsync(("frontchannel_logout_uri", "https://suite.example/front"), ("frontchannel_logout_session_required", true));
        var session = host.World.SignedIn(person)!.SessionId;
        var answer = await EndAsync(person, ("id_token_hint", hint), ("post_logout_redirect_uri", Party.AfterLogout), ("state", "s"));
        await host.InScopeAsync<FrontChannelLogout>(async apps =>
        {
            var notice = await apps.DescribeAsync(answer.Location!["/signed-out?request=".Length..], CancellationToken.None);
            Assert.Equal([$"https://suite.example/front?iss={Uri.EscapeDataString(ProviderHost.Issuer)}&sid={session}"], notice!.Frames);
            Assert.Equal(Party.AfterLogout + "?state=s", notice.ReturnTo);
        });
        Assert.Equal("login_required", (await party.AuthorizeAsync(party.Request(changes: ("prompt", "none")), person))["error"]);
    }

    [Fact]
    public async Task oidcc_session_management_rp_initiated_logout()
    {
        var (person, hint, party) = await SignedInAsync();
        var before = await party.AuthorizeAsync(party.Request(changes: ("prompt", "none")), person);
        Assert.Matches("^[^. ]+\\.[^. ]+$", before["session_state"]);
        await EndAsync(person, ("id_token_hint", hint), ("post_logout_redirect_uri", Party.AfterLogout));
        Assert.DoesNotContain("session_state", (await party.AuthorizeAsync(party.Request(changes: ("prompt", "none")), person)).Keys);
    }

    private async Task AnnouncesAsync(params string[] members)
    {
        var document = (await host.GetAsync("/.well-known/openid-configuration")).Json;
        Assert.All(members, member => Assert.True(document.GetProperty(member).GetBoolean()));
    }

    private async Task IsRefusedAsync(Func<string, (string, string)[]> parameters)
    {
        var (person, hint, party) = await SignedInAsync();
        (await EndAsync(person, parameters(hint))).ShouldBeAnErrorPage();
        Assert.Contains("code", (await party.AuthorizeAsync(party.Request(changes: ("prompt", "none")), person)).Keys);
    }

    private async Task<(string Person, string Hint, Party Party)> SignedInAsync(params (string Name, JsonNode? Value)[] metadata)
    {
        var person = "leaving" + Guid.CreateVersion7().ToString("N");
        host.World.AddPerson(person);
        host.World.SignIn(person);
        var party = await Party.RegisterAsync(host, metadata);
        return (person, (await party.SignInAsync(party.Request(), person))["id_token"], party);
    }

    private Task<Answer> EndAsync(string person, params (string Name, string Value)[] parameters) =>
        host.GetAsync("/connect/endsession?" + Stories.ToQuery(parameters.Select(p => KeyValuePair.Create(p.Name, p.Value))), person);
}
