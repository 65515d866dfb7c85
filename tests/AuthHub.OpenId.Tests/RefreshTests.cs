using System.Net;
using AuthHub.OpenId.Audit;
using AuthHub.OpenId.Clients;
using AuthHub.OpenId.Consents;
using AuthHub.OpenId.Tests.Hosting;

namespace AuthHub.OpenId.Tests;

public sealed class RefreshTests(ProviderHost host) : IClassFixture<ProviderHost>
{
    private static readonly TimeSpan PastGrace = TimeSpan.FromSeconds(31);

    [Theory]
    [InlineData("helpdesk")]
    [InlineData("phone")]
    public async Task A_refresh_token_brings_new_tokens_and_its_successor(string client)
    {
        var first = await host.TokensAsync(client);

        var second = await host.RefreshAsync(first["refresh_token"], client);

        Assert.Equal(HttpStatusCode.OK, second.Status);
        Assert.NotEqual(first["refresh_token"], second["refresh_token"]);
        Assert.Equal(Stories.Part(first["id_token"], 1).GetProperty("auth_time").GetInt64(), Stories.Part(second["id_token"], 1).GetProperty("auth_time").GetInt64());
        Assert.Equal(HttpStatusCode.OK, (await host.UserInfoAsync(second["access_token"])).Status);
        Assert.Equal(HttpStatusCode.OK, (await host.RefreshAsync(second["refresh_token"], client)).Status);
    }

    [Fact]
    public async Task TOK_13_An_old_refresh_token_kills_the_family()
    {
        var r1 = (await host.TokensAsync())["refresh_token"];
        var second = await host.RefreshAsync(r1);
        host.Clock.Advance(PastGrace);

        (await host.RefreshAsync(r1)).ShouldBeRefusedWith("invalid_grant");

        (await host.RefreshAsync(second["refresh_token"])).ShouldBeRefusedWith("invalid_grant");
        Assert.Equal(HttpStatusCode.Unauthorized, (await host.UserInfoAsync(second["access_token"])).Status);
        Assert.Contains(host.World.Records, r => r.Type == ProtocolAuditTypes.RefreshReused);
    }

    [Fact]
    public async Task A_lost_answer_can_be_fetched_again_within_the_grace_and_brings_the_same_successor()
    {
        var r1 = (await host.TokensAsync())["refresh_token"];
        var lost = await host.RefreshAsync(r1);
        host.Clock.Advance(TimeSpan.FromSeconds(20));

        var again = await host.RefreshAsync(r1);

        Assert.Equal(HttpStatusCode.OK, again.Status);
        Assert.Equal(lost["refresh_token"], again["refresh_token"]);
        Assert.Equal(HttpStatusCode.OK, (await host.RefreshAsync(again["refresh_token"])).Status);
    }

    [Fact]
    public async Task The_grace_counts_from_the_rotation_and_not_from_the_repeat()
    {
        var r1 = (await host.TokensAsync())["refresh_token"];
        await host.RefreshAsync(r1);
        host.Clock.Advance(TimeSpan.FromSeconds(20));
        await host.RefreshAsync(r1);
        host.Clock.Advance(TimeSpan.FromSeconds(11));

        (await host.RefreshAsync(r1)).ShouldBeRefusedWith("invalid_grant");
    }

    [Fact]
    public async Task TOK_13_Once_the_successor_was_used_the_old_one_is_theft_even_within_the_grace()
    {
        var r1 = (await host.TokensAsync())["refresh_token"];
        var r2 = (await host.RefreshAsync(r1))["refresh_token"];
        var r3 = (await host.RefreshAsync(r2))["refresh_token"];

        (await host.RefreshAsync(r1)).ShouldBeRefusedWith("invalid_grant");
        (await host.RefreshAsync(r3)).ShouldBeRefusedWith("invalid_grant");
    }

    [Fact]
    public async Task Fifty_parallel_refreshes_end_with_one_live_token()
    {
        var r1 = (await host.TokensAsync())["refresh_token"];

        var answers = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => host.RefreshAsync(r1)));

        Assert.All(answers, a => Assert.Equal(HttpStatusCode.OK, a.Status));
        var successor = Assert.Single(answers.Select(a => a["refresh_token"]).Distinct());
        Assert.Equal(HttpStatusCode.OK, (await host.RefreshAsync(successor)).Status);
    }

    [Fact]
    public async Task TOK_16_A_refresh_token_is_useless_to_another_client()
    {
        var token = (await host.TokensAsync())["refresh_token"];

        (await host.RefreshAsync(token, "phone")).ShouldBeRefusedWith("invalid_grant");

        Assert.Equal(HttpStatusCode.OK, (await host.RefreshAsync(token)).Status);
    }

    [Fact]
    public async Task TOK_12_A_damaged_refresh_token_is_refused_and_hurts_nobody()
    {
        var token = (await host.TokensAsync())["refresh_token"];
        foreach (var damaged in new[] { token[..^1], token + "A", token + "=", token.ToLowerInvariant(), token[..40] + (token[40] == 'A' ? 'B' : 'A') + token[41..] })
        {
            (await host.RefreshAsync(damaged)).ShouldBeRefusedWith("invalid_grant");
        }

        Assert.Equal(HttpStatusCode.OK, (await host.RefreshAsync(token)).Status);
    }

    [Theory]
    [InlineData("disabled")]
    [InlineData("version")]
    [InlineData("session")]
    [InlineData("consent")]
    public async Task TOK_17_A_refresh_asks_again_whether_all_still_holds(string change)
    {
        var name = "carol-" + change;
        host.World.AddPerson(name);
        host.World.SignIn(name);
        var tokens = await host.TokensAsync(person: name);
        switch (change)
        {
            case "disabled":
                host.World.Change(name, p => p with { Active = false });
                break;
            case "version":
                host.World.Change(name, p => p with { SecurityVersion = 2 });
                break;
            case "session":
                host.World.EndSession(name);
                break;
            default:
                await host.InScopeAsync<IConsents>(c => c.RevokeAsync(name, "helpdesk", host.Clock.GetUtcNow(), CancellationToken.None));
                break;
        }

        (await host.RefreshAsync(tokens["refresh_token"])).ShouldBeRefusedWith("invalid_grant");
        Assert.Equal(HttpStatusCode.Unauthorized, (await host.UserInfoAsync(tokens["access_token"])).Status);
        Assert.Equal("""{"active":false}""", (await host.PostAsync("/connect/introspect", tokens["access_token"])).Text);
    }

    [Fact]
    public async Task TOK_17_A_refresh_token_dies_with_its_client()
    {
        var client = await host.RegisterAsync(Apps.Helpdesk.Replace("\"helpdesk\"", "\"doomed\"", StringComparison.Ordinal));
        var exchange = await host.CodeExchangeAsync(change: r => r["client_id"] = "doomed");
        exchange.BasicId = "doomed";
        var tokens = await exchange.SendAsync();
        client.Disabled = true;
        await host.InScopeAsync<IClients>(async clients => Assert.True(await clients.ChangeAsync(client, CancellationToken.None)));

        Assert.Equal(HttpStatusCode.Unauthorized, (await host.UserInfoAsync(tokens["access_token"])).Status);
        exchange.Form["grant_type"] = "refresh_token";
        exchange.Form["refresh_token"] = tokens["refresh_token"];
        (await exchange.SendAsync()).ShouldBeRefusedWith("invalid_client", HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task Offline_access_outlives_the_session()
    {
        host.World.AddPerson("dora");
        host.World.SignIn("dora");
        var tokens = await host.TokensAsync(person: "dora", change: r => r["scope"] = "openid offline_access");
        host.World.EndSession("dora");

        Assert.Equal(HttpStatusCode.OK, (await host.RefreshAsync(tokens["refresh_token"])).Status);
    }

    [Fact]
    public async Task TOK_18_Scope_can_shrink_but_never_grow()
    {
        var tokens = await host.TokensAsync();

        (await host.RefreshAsync(tokens["refresh_token"], scope: "openid phone")).ShouldBeRefusedWith("invalid_scope");

        var less = await host.RefreshAsync(tokens["refresh_token"], scope: "openid");
        Assert.Equal("openid", less["scope"]);
        Assert.DoesNotContain("email", (await host.UserInfoAsync(less["access_token"])).Text, StringComparison.Ordinal);
        Assert.Equal("openid profile email roles", (await host.RefreshAsync(less["refresh_token"]))["scope"]);
    }

    [Fact]
    public async Task TOK_19_A_family_has_an_absolute_end()
    {
        var token = (await host.TokensAsync(change: r => r["scope"] = "openid offline_access"))["refresh_token"];
        host.Clock.Advance(TimeSpan.FromDays(29));
        token = (await host.RefreshAsync(token))["refresh_token"];
        host.Clock.Advance(TimeSpan.FromDays(2));

        (await host.RefreshAsync(token)).ShouldBeRefusedWith("invalid_grant");
    }
}
