using AuthHub.OpenId.SignOut;
using AuthHub.Storage;
using AuthHub.Web.Tests.Support;
using Microsoft.EntityFrameworkCore;

#pragma warning disable IDE1006, SA1300 // Tests carry the suite's own names.

namespace AuthHub.Web.Tests.OpenId;

/// <summary>The suite's module for back-channel logout at the real host; what the token holds is tested with the protocol.</summary>
public sealed class BackChannelModules(AuthHubHost host) : IClassFixture<AuthHubHost>
{
    [Fact]
    public async Task oidcc_backchannel_rp_initiated_logout()
    {
        var (person, visitor) = (await host.AddPersonAsync(totp: true), host.Visitor());
        var app = await host.AddAppAsync(change: client =>
        {
            client.Metadata.BackchannelLogoutUri = "https://app.example/logout";
            client.PostLogoutRedirectUris = ["https://app.example/bye"];
        });
        await visitor.SignInAsync(app, person);
        var tokens = await visitor.FinishAsync();
        var session = Guid.Parse(tokens.Claims.GetProperty("sid").GetString()!);

        var answer = await visitor.OpenAsync($"/connect/endsession?id_token_hint={tokens.IdToken}&post_logout_redirect_uri=https://app.example/bye&state=s");

        Assert.NotNull(answer);
        List<LogoutDelivery> told = [];
        for (var wait = 0; told.Count == 0 && wait < 100; wait++)
        {
            await Task.Delay(100, TestContext.Current.CancellationToken);
            told = await host.WithAsync(async (AuthHubDb db) => await db.Set<LogoutDelivery>().AsNoTracking().Where(one => one.SessionId == session).ToListAsync());
        }

        Assert.Equal(app.Id, Assert.Single(told).ClientId);
    }
}
