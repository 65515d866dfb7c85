using System.Net;
using AuthHub.OpenId.SignOut;
using AuthHub.SignIn.Administration;
using AuthHub.SignIn.Audit;
using AuthHub.SignIn.Users;
using AuthHub.Storage;
using AuthHub.Web.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace AuthHub.Web.Tests.OpenId;

/// <summary>Whatever ends a session reaches the apps of that session, and of no other (attacks SES-08 and SES-11).</summary>
public sealed class EndedSessionTests(AuthHubHost host) : IClassFixture<AuthHubHost>
{
    [Fact]
    public Task SES_08_Signing_out_at_an_app() => EndsAsync(async (visitor, tokens, _, _) => await visitor.OpenAsync("/connect/endsession?id_token_hint=" + tokens.IdToken));

    [Fact]
    public Task SES_08_Signing_out_at_AuthHub() => EndsAsync(async (visitor, _, _, _) =>
    {
        await visitor.OpenAsync("/sign-out");
        await visitor.SubmitAsync();
    });

    [Fact]
    public Task Ending_another_browser_on_the_account_page() => EndsAsync(
        async (visitor, _, _, session) =>
        {
            await visitor.OpenAsync("/account/sessions");
            await visitor.ForgeAsync("/account/sessions", ("end", session.ToString("N")));
        },
        fromAnother: true);

    [Fact]
    public Task Ending_all_other_browsers_on_the_account_page() => EndsAsync(
        async (visitor, _, _, _) =>
        {
            await visitor.OpenAsync("/account/sessions");
            await visitor.ForgeAsync("/account/sessions", ("end", "others"));
        },
        fromAnother: true);

    [Fact]
    public Task A_new_password() => EndsAsync(
        async (visitor, _, person, _) =>
        {
            host.Clock.Advance(TimeSpan.FromSeconds(30));
            await visitor.OpenAsync("/account/password");
            Assert.Equal(HttpStatusCode.SeeOther, (await visitor.ForgeAsync("/account/password", ("password", person.Password), ("new-password", "purple elbow sandwich 42"), ("confirm-password", "purple elbow sandwich 42"))).Status);
            Assert.Equal(1, await host.CountAsync(person, AuditTypes.PasswordChanged));
        },
        fromAnother: true);

    [Fact]
    public Task Ending_sessions_in_the_console() => EndsAsync(async (_, _, person, _) =>
        await host.WithAsync(async (PersonStatus status) => await status.EndSessionsAsync(Administrator, await host.UserAsync(person), CancellationToken.None)));

    [Fact]
    public Task SES_11_Disabling_a_person() => EndsAsync(async (_, _, person, _) =>
        await host.WithAsync(async (PersonStatus status) => await status.SetDisabledAsync(Administrator, await host.UserAsync(person), true, CancellationToken.None)));

    [Fact]
    public Task Other_roles() => EndsAsync(async (_, _, person, _) =>
        await host.WithAsync(async (PersonStatus status) => await status.ChangeRolesAsync(Administrator, await host.UserAsync(person), "staff", "night", false, CancellationToken.None)));

    [Fact]
    public Task Another_address() => EndsAsync(async (_, _, person, _) =>
        await host.WithAsync(async (IUsers users) => await users.UpdateAsync(person.Id, user => user.Email = person.Username + "@example.net", CancellationToken.None)));

    [Fact]
    public async Task A_session_that_goes_on_is_told_to_nobody()
    {
        var (person, app, visitor) = (await host.AddPersonAsync(totp: true), await AddAppAsync(), host.Visitor());
        await visitor.SignInAsync(app, person);
        var session = Guid.Parse((await visitor.FinishAsync()).Claims.GetProperty("sid").GetString()!);
        var other = host.Visitor();
        await other.SignInAsync(app, person);

        // It survives the change of its own person's password, others do not; and so it does a long time after.
        await visitor.OpenAsync("/account/password");
        await visitor.ForgeAsync("/account/password", ("password", person.Password), ("new-password", "purple elbow sandwich 42"), ("confirm-password", "purple elbow sandwich 42"));
        await Task.Delay(TimeSpan.FromSeconds(2.5), TestContext.Current.CancellationToken);

        Assert.Equal(1, (await host.HoldingsAsync(person)).OpenSessions);
        Assert.DoesNotContain(await DeliveriesAsync(), one => one.SessionId == session);
    }

    private static Actor Administrator { get; } = new(Guid.CreateVersion7(), Guid.CreateVersion7());

    private async Task EndsAsync(Func<Visitor, Tokens, Person, Guid, Task> act, bool fromAnother = false)
    {
        var (person, app, silent, visitor) = (await host.AddPersonAsync(totp: true), await AddAppAsync(), await host.AddAppAsync(), host.Visitor());
        await visitor.SignInAsync(app, person);
        var tokens = await visitor.FinishAsync();
        var session = Guid.Parse(tokens.Claims.GetProperty("sid").GetString()!);
        await visitor.StartAsync(silent);
        await visitor.FinishAsync();
        var acting = visitor;
        if (fromAnother)
        {
            acting = host.Visitor();
            await acting.SignInAsync(silent, person);
        }

        await act(acting, tokens, person, session);

        var delivery = await DeliveryAsync(session);
        Assert.Equal((app.Id, person.Subject), (delivery.ClientId, delivery.Subject));
        Assert.Single(await DeliveriesAsync(), one => one.Subject == person.Subject);
    }

    private Task<App> AddAppAsync() => host.AddAppAsync(change: client => client.Metadata.BackchannelLogoutUri = "https://app.example/logout");

    private async Task<LogoutDelivery> DeliveryAsync(Guid session)
    {
        for (var wait = 0; wait < 100; wait++)
        {
            if ((await DeliveriesAsync()).Find(one => one.SessionId == session) is { } found)
            {
                return found;
            }

            await Task.Delay(100, TestContext.Current.CancellationToken);
        }

        throw new TimeoutException("Nothing was to be told.");
    }

    private Task<List<LogoutDelivery>> DeliveriesAsync() => host.WithAsync((AuthHubDb db) => db.Set<LogoutDelivery>().AsNoTracking().ToListAsync());
}
