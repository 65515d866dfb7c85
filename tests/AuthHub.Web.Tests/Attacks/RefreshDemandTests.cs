using AuthHub.OpenId.Clients;
using AuthHub.SignIn;
using AuthHub.SignIn.Sessions;
using AuthHub.SignIn.Users;
using AuthHub.Web.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace AuthHub.Web.Tests.Attacks;

/// <summary>TOK-17: a refresh token is worth only what its sign-in would still be worth today.</summary>
public sealed class RefreshDemandTests(AuthHubHost host) : IClassFixture<AuthHubHost>
{
    [Theory]
    [InlineData("medium", false)]
    [InlineData("basic", true)]
    [InlineData("webauthn", false)]
    public async Task TOK_17_An_app_that_demands_more_by_now_ends_weaker_families(string demand, bool holds)
    {
        var (person, app, visitor) = (await host.AddPersonAsync(), await host.AddAppAsync(), host.Visitor());
        await visitor.SignInAsync(app, person, ("scope", "openid offline_access"));
        var tokens = await visitor.FinishAsync();
        Assert.Equal("basic", tokens.Acr);

        await DemandAsync(app, demand);

        await AssertHoldsAsync(holds, visitor, tokens);
    }

    [Theory]
    [InlineData("medium", true)]
    [InlineData("totp", true)]
    [InlineData("totp webauthn", true)]
    [InlineData("webauthn", false)]
    public async Task TOK_17_A_family_that_rests_on_enough_lives_on(string demand, bool holds)
    {
        var (person, app, visitor) = (await host.AddPersonAsync(totp: true), await host.AddAppAsync(), host.Visitor());
        await visitor.SignInAsync(app, person, ("scope", "openid offline_access"));
        var tokens = await visitor.FinishAsync();

        await DemandAsync(app, demand);
        await host.WithAsync((ISessions sessions) => sessions.EndOthersAsync(person.Id, null, host.Clock.Now, CancellationToken.None));

        await AssertHoldsAsync(holds, visitor, tokens);
    }

    [Fact]
    public async Task TOK_17_A_role_that_demands_more_ends_weaker_families()
    {
        var (person, app, visitor) = (await host.AddPersonAsync(roles: ["clerk"]), await host.AddAppAsync(), host.Visitor());
        await visitor.SignInAsync(app, person, ("scope", "openid offline_access"));
        var tokens = await visitor.FinishAsync();
        var roles = host.Services.GetRequiredService<IOptions<SignInSettings>>().Value.Roles;

        roles["clerk"] = new RolePolicy { Level = "medium" };

        await AssertHoldsAsync(false, visitor, tokens);
    }

    [Fact]
    public async Task TOK_17_Becoming_an_administrator_ends_weaker_families()
    {
        var (person, app, visitor) = (await host.AddPersonAsync(), await host.AddAppAsync(), host.Visitor());
        await visitor.SignInAsync(app, person, ("scope", "openid offline_access"));
        var tokens = await visitor.FinishAsync();

        await host.WithAsync((IUsers users) => users.UpdateAsync(person.Id, user => user.Roles.Add(WellKnownRoles.Administrator), CancellationToken.None));

        await AssertHoldsAsync(false, visitor, tokens);
    }

    private static async Task AssertHoldsAsync(bool holds, Visitor visitor, Tokens tokens)
    {
        var info = await visitor.UserInfoAsync(tokens.AccessToken);
        var refreshed = await visitor.RefreshAsync(tokens.RefreshToken);

        Assert.Equal((holds ? 200 : 401, holds ? null : "invalid_grant"), ((int)info.Status, refreshed.Error));
    }

    private Task DemandAsync(App app, string demand) => host.WithAsync(async (IClients clients) =>
    {
        var client = (await clients.FindAsync(app.Id, CancellationToken.None))!;
        client.Demand = demand;
        return await clients.ChangeAsync(client, CancellationToken.None);
    });
}
