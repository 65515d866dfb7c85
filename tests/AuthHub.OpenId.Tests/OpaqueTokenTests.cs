using System.Net;
using AuthHub.OpenId.Clients;
using AuthHub.OpenId.Tests.Hosting;
using AuthHub.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace AuthHub.OpenId.Tests;

/// <summary>Access tokens that tell their holder nothing, and obey the rules of signed ones.</summary>
public sealed class OpaqueTokenTests(ProviderHost host) : IClassFixture<ProviderHost>, IAsyncLifetime
{
    private readonly TestKey _key = new();

    public async ValueTask InitializeAsync()
    {
        if (await host.Services.GetRequiredService<ClientCatalog>().FindAsync("opaque", CancellationToken.None) is null)
        {
            await host.RegisterAsync(Apps.Helpdesk.Replace("\"helpdesk\"", "\"opaque\", \"access_token_format\": \"opaque\"", StringComparison.Ordinal));
            await host.RegisterAsync(Apps.Machine.Replace("\"machine\"", "\"opaque-machine\", \"access_token_format\": \"opaque\"", StringComparison.Ordinal));
        }
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task An_opaque_token_opens_what_a_signed_one_opens()
    {
        var tokens = await TokensAsync();
        var access = tokens["access_token"];

        Assert.Equal(43, access.Length);
        Assert.Equal("Bearer", tokens["token_type"]);
        Assert.Equal("alice", (await host.UserInfoAsync(access))["sub"]);
        var told = await host.PostAsync("/connect/introspect", access, "opaque");
        Assert.True(told.Json.GetProperty("active").GetBoolean());
        Assert.Equal("opaque", told["client_id"]);
        Assert.Equal("openid profile email roles", told["scope"]);
        Assert.Equal(host.Clock.GetUtcNow().ToUnixTimeSeconds() + 900, told.Json.GetProperty("exp").GetInt64());
    }

    [Fact]
    public async Task The_store_knows_only_the_hash()
    {
        var access = (await TokensAsync())["access_token"];

        await host.InScopeAsync<AuthHubDb>(async db =>
        {
            var rows = await db.Database.SqlQuery<string>($"select encode(hash, 'base64') || claims as \"Value\" from opaque_tokens").ToListAsync();
            Assert.NotEmpty(rows);
            Assert.DoesNotContain(rows, row => row.Contains(access, StringComparison.Ordinal));
        });
    }

    [Fact]
    public async Task TOK_12_A_token_cut_or_lengthened_is_none()
    {
        var access = (await TokensAsync())["access_token"];

        foreach (var bad in new[] { access[..^1], access + "A", access + "=", access.Insert(9, " "), access.ToUpperInvariant(), access[1..], new string('A', 43), "." + access, access + "." })
        {
            Assert.Equal(HttpStatusCode.Unauthorized, (await host.UserInfoAsync(bad)).Status);
            Assert.Equal("""{"active":false}""", (await host.PostAsync("/connect/introspect", bad, "opaque")).Text);
        }
    }

    [Fact]
    public async Task L16_A_code_is_no_opaque_token_nor_the_other_way_round()
    {
        var exchange = await host.CodeExchangeAsync("helpdesk");
        Assert.Equal(HttpStatusCode.Unauthorized, (await host.UserInfoAsync(exchange.Form["code"])).Status);

        exchange.Form["code"] = (await TokensAsync())["access_token"];
        (await exchange.SendAsync()).ShouldBeRefusedWith("invalid_grant");
    }

    [Fact]
    public async Task TOK_25_It_ends_with_its_time()
    {
        var access = (await TokensAsync())["access_token"];
        host.Clock.Advance(TimeSpan.FromMinutes(15));

        Assert.Equal(HttpStatusCode.Unauthorized, (await host.UserInfoAsync(access)).Status);
        Assert.Equal("""{"active":false}""", (await host.PostAsync("/connect/introspect", access, "opaque")).Text);
        await host.InScopeAsync<IEnumerable<IHousekeeping>>(async jobs =>
        {
            foreach (var job in jobs)
            {
                await job.DeleteExpiredAsync(host.Clock.GetUtcNow() + TimeSpan.FromSeconds(1), CancellationToken.None);
            }
        });
        await host.InScopeAsync<AuthHubDb>(async db => Assert.Equal(0, await db.Database.SqlQuery<int>($"select count(*)::int as \"Value\" from opaque_tokens").SingleAsync()));
    }

    [Theory]
    [InlineData("access_token")]
    [InlineData("refresh_token")]
    public async Task It_is_revoked_with_its_family(string which)
    {
        var tokens = await TokensAsync();

        Assert.Equal(HttpStatusCode.OK, (await host.PostAsync("/connect/revoke", tokens[which], "opaque")).Status);

        Assert.Equal(HttpStatusCode.Unauthorized, (await host.UserInfoAsync(tokens["access_token"])).Status);
        Assert.Equal("""{"active":false}""", (await host.PostAsync("/connect/introspect", tokens["access_token"], "opaque")).Text);
    }

    [Fact]
    public async Task TOK_01_A_code_used_twice_takes_it_down()
    {
        var exchange = await ExchangeAsync();
        var access = (await exchange.SendAsync())["access_token"];

        (await exchange.SendAsync()).ShouldBeRefusedWith("invalid_grant");

        Assert.Equal(HttpStatusCode.Unauthorized, (await host.UserInfoAsync(access)).Status);
    }

    [Fact]
    public async Task TOK_23_Another_client_learns_nothing_and_revokes_nothing()
    {
        var access = (await TokensAsync())["access_token"];

        Assert.Equal("""{"active":false}""", (await host.PostAsync("/connect/introspect", access, "wiki")).Text);
        (await host.PostAsync("/connect/revoke", access, "wiki")).ShouldBeRefusedWith("unauthorized_client");
        Assert.Equal(HttpStatusCode.OK, (await host.UserInfoAsync(access)).Status);
    }

    [Fact]
    public async Task REQ_07_Bound_to_a_key_it_is_good_with_its_proof_alone()
    {
        var answer = await (await ExchangeAsync()).SendAsync(host.Proof(_key));
        var access = answer["access_token"];

        Assert.Equal("DPoP", answer["token_type"]);
        Assert.Equal("alice", (await host.UserInfoAsync(access, "DPoP", [host.Proof(_key, "/connect/userinfo", "GET", access)]))["sub"]);
        Assert.Equal(HttpStatusCode.Unauthorized, (await host.UserInfoAsync(access)).Status);
        Assert.Equal(HttpStatusCode.Unauthorized, (await host.UserInfoAsync(access, "DPoP", [host.Proof(new TestKey(), "/connect/userinfo", "GET", access)])).Status);
        Assert.Equal(_key.Thumbprint, (await host.PostAsync("/connect/introspect", access, "opaque")).Json.GetProperty("cnf").GetProperty("jkt").GetString());
    }

    [Fact]
    public async Task A_machine_gets_one_and_can_revoke_it()
    {
        var exchange = new Exchange(host, "/connect/token", "opaque-machine") { Form = { ["grant_type"] = "client_credentials" } };
        var access = (await exchange.SendAsync())["access_token"];
        Assert.Equal("opaque-machine", (await host.PostAsync("/connect/introspect", access, "opaque-machine"))["sub"]);
        Assert.Equal(HttpStatusCode.Forbidden, (await host.UserInfoAsync(access)).Status);

        await host.PostAsync("/connect/revoke", access, "opaque-machine");

        Assert.Equal("""{"active":false}""", (await host.PostAsync("/connect/introspect", access, "opaque-machine")).Text);
    }

    [Fact]
    public async Task CLI_07_It_goes_with_its_client()
    {
        await host.RegisterAsync(Apps.Helpdesk.Replace("\"helpdesk\"", "\"opaque-gone\", \"access_token_format\": \"opaque\"", StringComparison.Ordinal));
        var exchange = await ExchangeAsync("opaque-gone");
        var access = (await exchange.SendAsync())["access_token"];

        await host.InScopeAsync<IClients>(clients => clients.RemoveAsync("opaque-gone", CancellationToken.None));

        Assert.Equal(HttpStatusCode.Unauthorized, (await host.UserInfoAsync(access)).Status);
        await host.InScopeAsync<AuthHubDb>(async db => Assert.Equal(0, await db.Database.SqlQuery<int>($"select count(*)::int as \"Value\" from opaque_tokens where client_id = 'opaque-gone'").SingleAsync()));
    }

    [Fact]
    public async Task Another_format_cannot_be_registered() =>
        await Assert.ThrowsAsync<InvalidOperationException>(() => host.RegisterAsync(Apps.Wiki.Replace("\"wiki\"", "\"odd\", \"access_token_format\": \"saml\"", StringComparison.Ordinal)));

    private async Task<Exchange> ExchangeAsync(string client = "opaque")
    {
        var exchange = await host.CodeExchangeAsync(change: request => request["client_id"] = client);
        exchange.BasicId = client;
        return exchange;
    }

    private async Task<Answer> TokensAsync()
    {
        var answer = await (await ExchangeAsync()).SendAsync();
        Assert.Equal(HttpStatusCode.OK, answer.Status);
        return answer;
    }
}
