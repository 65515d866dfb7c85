using System.Net;
using AuthHub.OpenId.Audit;
using AuthHub.Web.Tests.Support;

namespace AuthHub.Web.Tests.Attacks;

/// <summary>Attacks on codes and refresh tokens that need the whole host: two browsers, or a server that starts again.</summary>
public sealed class TokenTests(AuthHubHost host) : IClassFixture<AuthHubHost>
{
    private static readonly TimeSpan PastGrace = TimeSpan.FromSeconds(31);

    [Fact]
    public async Task TOK_10_Somebody_elses_code_does_not_fit_the_victims_verifier()
    {
        var (victim, mallory, app) = (await host.AddPersonAsync(totp: true), await host.AddPersonAsync(totp: true), await host.AddAppAsync());
        var (hers, his) = (host.Visitor(), host.Visitor());
        await his.SignInAsync(app, mallory);
        await hers.SignInAsync(app, victim);
        var (stolen, own) = (his.At.Code!, hers.At.Code!);

        // The app answers the victim's callback: it redeems what came, with the verifier it keeps for her.
        Assert.Equal("invalid_grant", (await hers.RedeemAsync(stolen)).Error);

        Assert.Equal("invalid_grant", (await his.RedeemAsync(stolen)).Error);      // burnt
        Assert.Equal(victim.Subject, (await hers.RedeemAsync(own)).Subject);
        Assert.Equal(1, await host.CountAsync(mallory, ProtocolAuditTypes.CodeIssued));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task TOK_15_Reuse_of_a_refresh_token_is_noticed_after_a_restart(int restarts)
    {
        var (person, app, visitor) = (await host.AddPersonAsync(totp: true), await host.AddAppAsync(), host.Visitor());
        await visitor.SignInAsync(app, person, ("scope", "openid offline_access"));
        var first = (await visitor.FinishAsync()).RefreshToken;
        if (restarts == 2)
        {
            await host.RestartAsync();
        }

        var second = await visitor.RefreshAsync(first);
        Assert.Equal(200, second.Status);
        host.Clock.Advance(PastGrace);
        await host.RestartAsync();

        Assert.Equal("invalid_grant", (await visitor.RefreshAsync(first)).Error);

        Assert.Equal("invalid_grant", (await visitor.RefreshAsync(second.RefreshToken)).Error);
        Assert.Equal(HttpStatusCode.Unauthorized, (await visitor.UserInfoAsync(second.AccessToken)).Status);
        Assert.Equal(1, await host.CountAsync(person, ProtocolAuditTypes.RefreshReused));
    }

    [Fact]
    public async Task TOK_15_Nor_does_another_server_take_it_for_new()
    {
        var (person, app, visitor) = (await host.AddPersonAsync(totp: true), await host.AddAppAsync(), host.Visitor());
        await visitor.SignInAsync(app, person, ("scope", "openid offline_access"));
        var first = (await visitor.FinishAsync()).RefreshToken;
        var second = await visitor.RefreshAsync(first);
        host.Clock.Advance(PastGrace);
        await using var node = await host.AnotherNodeAsync();
        using var elsewhere = node.Visitor();
        elsewhere.AuthorizeAddress(app);

        Assert.Equal("invalid_grant", (await elsewhere.RefreshAsync(first)).Error);

        Assert.Equal("invalid_grant", (await visitor.RefreshAsync(second.RefreshToken)).Error);
        Assert.Equal(1, await host.CountAsync(person, ProtocolAuditTypes.RefreshReused));
    }

    [Fact]
    public async Task A_lost_answer_can_be_fetched_again_from_a_server_that_started_anew()
    {
        var (person, app, visitor) = (await host.AddPersonAsync(totp: true), await host.AddAppAsync(), host.Visitor());
        await visitor.SignInAsync(app, person, ("scope", "openid offline_access"));
        var first = (await visitor.FinishAsync()).RefreshToken;
        var lost = await visitor.RefreshAsync(first);
        await host.RestartAsync();

        Assert.Equal(lost.RefreshToken, (await visitor.RefreshAsync(first)).RefreshToken);

        Assert.Equal(0, await host.CountAsync(person, ProtocolAuditTypes.RefreshReused));
    }
}
