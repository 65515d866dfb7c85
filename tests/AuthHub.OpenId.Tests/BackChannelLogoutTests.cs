using System.Collections.Concurrent;
using System.Net;
using System.Text.Json;
using AuthHub.Jose;
using AuthHub.OpenId.Keys;
using AuthHub.OpenId.SignOut;
using AuthHub.OpenId.Tests.Hosting;
using AuthHub.SignIn.Sessions;
using AuthHub.SignIn.Users;
using AuthHub.Storage;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace AuthHub.OpenId.Tests;

/// <summary>OpenID Back-Channel Logout 1.0, from a session that ends to what an app hears. The background rounds run as in production; each test has its own app.</summary>
public sealed class BackChannelLogoutTests(ProviderHost host) : IClassFixture<ProviderHost>
{
    [Fact]
    public async Task SES_08_An_app_of_the_session_gets_a_logout_token()
    {
        var (app, heard) = await AddAppAsync("oscar");
        var session = await SignInAsync("oscar", app);

        await EndAsync(session);

        var form = await HeardAsync(heard);
        Assert.Equal(["logout_token"], form.Keys);
        var (header, claims) = (Stories.Part(form["logout_token"], 0), Stories.Part(form["logout_token"], 1));
        Assert.Equal("logout+jwt", header.GetProperty("typ").GetString());
        Assert.Equal("PS256", header.GetProperty("alg").GetString());
        Assert.Equal(ProviderHost.Issuer, claims.GetProperty("iss").GetString());
        Assert.Equal(app, claims.GetProperty("aud").GetString());
        Assert.Equal("oscar", claims.GetProperty("sub").GetString());
        Assert.Equal(session.ToString(), claims.GetProperty("sid").GetString());
        Assert.Equal("{}", claims.GetProperty("events").GetProperty("http://schemas.openid.net/event/backchannel-logout").GetRawText());
        Assert.InRange(claims.GetProperty("exp").GetInt64() - claims.GetProperty("iat").GetInt64(), 1, 120);
        Assert.NotEmpty(claims.GetProperty("jti").GetString()!);
        Assert.False(claims.TryGetProperty("nonce", out _));
        var set = await host.Services.GetRequiredService<KeyRing>().ReadAsync(TestContext.Current.CancellationToken);
        Assert.IsType<JwtVerdict.Accepted>(Jwt.Verify(form["logout_token"], set.Find, new JwtExpectation("logout+jwt", ProviderHost.Issuer, app), host.Clock.GetUtcNow()));
        Assert.Null(await host.Services.GetRequiredService<Tokens.IdTokens>().ReadHintAsync(form["logout_token"], CancellationToken.None));

        var delivery = await DeliveryAsync(session, one => one.DeliveredAt is not null);
        Assert.Equal((1, "answered 200", null), (delivery.Attempts, delivery.LastAnswer, delivery.NextAttemptAt));
    }

    [Fact]
    public async Task Only_apps_that_have_an_id_token_of_that_session_hear_of_its_end()
    {
        var (asked, heard) = await AddAppAsync("petra");
        var (never, silence) = await AddAppAsync("petra-other");
        var session = await SignInAsync("petra", asked);
        var other = await SignInAsync("petra", never);
        await AuthorizeOnlyAsync("petra", never);

        await EndAsync(session);

        await HeardAsync(heard);
        await EndedIsToldAsync(session);
        Assert.Empty(silence);
        Assert.Single(await DeliveriesAsync(session));
        Assert.Empty(await DeliveriesAsync(other));
    }

    [Fact]
    public async Task A_code_that_was_not_redeemed_is_nothing_to_tell()
    {
        var (app, heard) = await AddAppAsync("quinn");
        var session = await AddSessionAsync("quinn");
        await AuthorizeOnlyAsync("quinn", app);

        await EndAsync(session);

        await EndedIsToldAsync(session);
        Assert.Empty(heard);
        Assert.Empty(await DeliveriesAsync(session));
    }

    [Fact]
    public async Task A_person_whose_security_version_went_on_has_no_session_left_and_her_apps_are_told()
    {
        var (app, heard) = await AddAppAsync("rosa");
        var session = await SignInAsync("rosa", app);

        await InDbAsync(db => db.Set<User>().Where(u => u.Username == "rosa").ExecuteUpdateAsync(set => set.SetProperty(u => u.SecurityVersion, u => u.SecurityVersion + 1)));

        await HeardAsync(heard);
        Assert.Single(await DeliveriesAsync(session));
    }

    [Fact]
    public async Task A_failure_is_tried_again_after_pauses_and_given_up_in_the_end()
    {
        var (app, heard) = await AddAppAsync("sven", status: 503);
        var session = await SignInAsync("sven", app);
        await EndAsync(session);

        TimeSpan[] pauses = [TimeSpan.FromSeconds(10), TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(30), TimeSpan.FromHours(2)];
        for (var attempt = 1; attempt <= 6; attempt++)
        {
            DateTimeOffset? again = attempt <= pauses.Length ? host.Clock.GetUtcNow() + pauses[attempt - 1] : null;
            var delivery = await DeliveryAsync(session, one => one.Attempts == attempt && one.NextAttemptAt == again);
            Assert.Equal("answered 503", delivery.LastAnswer);
            Assert.Equal(attempt == 6, delivery.IsGivenUp);
            await RoundAsync();
            Assert.Equal(attempt, heard.Count);
            host.Clock.Advance(delivery.NextAttemptAt is { } next ? next - host.Clock.GetUtcNow() : TimeSpan.Zero);
        }

        Assert.Equal(6, heard.Select(form => Stories.Part(form["logout_token"], 1).GetProperty("jti").GetString()).Distinct().Count());
    }

    [Fact]
    public async Task An_attempt_a_server_died_in_is_made_again()
    {
        var (app, heard) = await AddAppAsync("tina");
        var session = await SignInAsync("tina", app);
        await InDbAsync(db => db.Set<Session>().Where(s => s.Id == session).ExecuteUpdateAsync(set => set.SetProperty(s => EF.Property<DateTimeOffset?>(s, "ToldAt"), host.Clock.GetUtcNow())));
        await host.InScopeAsync<ILogoutDeliveries>(async deliveries =>
        {
            var now = host.Clock.GetUtcNow();
            var delivery = new LogoutDelivery { Id = Guid.CreateVersion7(), SessionId = session, ClientId = app, Subject = "tina", CreatedAt = now, NextAttemptAt = now.AddMinutes(1) };
            await InDbAsync(db =>
            {
                db.Add(delivery);
                return db.SaveChangesAsync();
            });

            // As if the process had been killed between the count and the answer; only one server can count.
            var again = now.AddMinutes(3);
            delivery.NextAttemptAt = now;
            await InDbAsync(db => db.Set<LogoutDelivery>().Where(d => d.Id == delivery.Id).ExecuteUpdateAsync(set => set.SetProperty(d => d.Attempts, 1).SetProperty(d => d.NextAttemptAt, again)));
            Assert.False(await deliveries.TryBeginAttemptAsync(delivery, now, again, CancellationToken.None));
        });
        await RoundAsync();
        Assert.Empty(heard);

        host.Clock.Advance(TimeSpan.FromMinutes(3));

        await HeardAsync(heard);
        Assert.Equal(2, (await DeliveryAsync(session, one => one.DeliveredAt is not null)).Attempts);
    }

    [Fact]
    public async Task Two_servers_at_once_tell_each_app_once()
    {
        var (app, heard) = await AddAppAsync("ulla");
        var session = await SignInAsync("ulla", app);
        await EndAsync(session);

        await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => Task.Run(RoundAsync)));

        Assert.Single(await DeliveriesAsync(session));
        Assert.Single(heard);
    }

    [Fact]
    public async Task A_disabled_app_is_told_nothing()
    {
        var (app, heard) = await AddAppAsync("vito");
        var session = await SignInAsync("vito", app);
        await InDbAsync(db => db.Set<Clients.Client>().Where(c => c.ClientId == app).ExecuteUpdateAsync(set => set.SetProperty(c => c.Disabled, true)));
        host.Services.GetRequiredService<Clients.ClientCatalog>().Invalidate();

        await EndAsync(session);

        await EndedIsToldAsync(session);
        Assert.Empty(heard);
    }

    [Theory]
    [InlineData("http://rp.example/logout")]
    [InlineData("https://rp.example/logout#here")]
    [InlineData("https://user@rp.example/logout")]
    [InlineData("/logout")]
    [InlineData("javascript:alert(1)")]
    public async Task An_address_that_is_not_plain_https_is_refused(string uri)
    {
        var failure = await Assert.ThrowsAsync<InvalidOperationException>(() => host.RegisterAsync(JsonSerializer.Serialize(new { client_id = "refused", redirect_uris = new[] { "https://rp.example/cb" }, backchannel_logout_uri = uri })));

        Assert.Contains("backchannel_logout_uri", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Discovery_says_so()
    {
        var document = (await host.GetAsync("/.well-known/openid-configuration")).Json;

        Assert.True(document.GetProperty("backchannel_logout_supported").GetBoolean());
        Assert.True(document.GetProperty("backchannel_logout_session_supported").GetBoolean());
    }

    private async Task<(string App, ConcurrentQueue<Dictionary<string, string>> Heard)> AddAppAsync(string name, int status = 200)
    {
        var heard = new ConcurrentQueue<Dictionary<string, string>>();
        host.Outside.Paths["/logout/" + name] = async context =>
        {
            var form = await context.Request.ReadFormAsync();
            context.Response.StatusCode = status;
            heard.Enqueue(form.ToDictionary(one => one.Key, one => one.Value.ToString()));
        };
        var app = "app-of-" + name;
        await host.RegisterAsync(JsonSerializer.Serialize(new
        {
            client_id = app,
            client_secret = ProviderHost.Secret,
            first_party = true,
            redirect_uris = new[] { "https://rp.example/cb" },
            id_token_signed_response_alg = "PS256",
            backchannel_logout_uri = host.Outside["/logout/" + name],
            backchannel_logout_session_required = true,
        }));
        host.Services.GetRequiredService<Clients.ClientCatalog>().Invalidate();
        return (app, heard);
    }

    /// <summary>A session that the store knows as the tests' world does.</summary>
    private async Task<Guid> AddSessionAsync(string person)
    {
        host.World.AddPerson(person);
        var session = host.World.SignIn(person);
        await InDbAsync(async db =>
        {
            var user = await db.Set<User>().FirstOrDefaultAsync(u => u.Username == person);
            if (user is null)
            {
                db.Add(user = new User { Id = Guid.CreateVersion7(), Username = person, CanonicalUsername = person, DisplayName = person, Roles = [], CreatedAt = host.Clock.GetUtcNow() });
            }

            db.Add(new Session
            {
                Id = session.SessionId,
                SecretHash = session.SessionId.ToByteArray(),
                UserId = user.Id,
                SecurityVersion = user.SecurityVersion,
                Proofs = [],
                CreatedAt = host.Clock.GetUtcNow(),
                ExpiresAt = host.Clock.GetUtcNow().AddDays(1),
            });
            await db.SaveChangesAsync();
        });
        return session.SessionId;
    }

    private async Task<Guid> SignInAsync(string person, string app)
    {
        var session = await AddSessionAsync(person);
        var exchange = new Exchange(host, "/connect/token", app)
        {
            Form = { ["grant_type"] = "authorization_code", ["code"] = await AuthorizeOnlyAsync(person, app), ["redirect_uri"] = "https://rp.example/cb", ["code_verifier"] = Stories.Verifier },
        };
        var tokens = await exchange.SendAsync();
        Assert.Equal(HttpStatusCode.OK, tokens.Status);
        Assert.Equal(session.ToString(), Stories.Part(tokens["id_token"], 1).GetProperty("sid").GetString());
        return session;
    }

    private async Task<string> AuthorizeOnlyAsync(string person, string app)
    {
        var request = Stories.AuthorizationRequest();
        request["client_id"] = app;
        return (await host.AuthorizeAsync(request, person)).RedirectTo("https://rp.example/cb")["code"];
    }

    private Task EndAsync(Guid session) => InDbAsync(db => db.Set<Session>().Where(s => s.Id == session).ExecuteUpdateAsync(set => set.SetProperty(s => s.EndedAt, host.Clock.GetUtcNow())));

    private Task RoundAsync() => host.Services.GetRequiredService<BackChannelLogout>().RoundAsync(TestContext.Current.CancellationToken);

    private async Task EndedIsToldAsync(Guid session)
    {
        await RoundAsync();
        await InDbAsync(async db => Assert.True(await db.Set<Session>().AnyAsync(s => s.Id == session && EF.Property<DateTimeOffset?>(s, "ToldAt") != null)));
    }

    private async Task<Dictionary<string, string>> HeardAsync(ConcurrentQueue<Dictionary<string, string>> heard)
    {
        for (var wait = 0; heard.IsEmpty && wait < 100; wait++)
        {
            await Task.Delay(100, TestContext.Current.CancellationToken);
        }

        return Assert.Single(heard);
    }

    private async Task<LogoutDelivery> DeliveryAsync(Guid session, Func<LogoutDelivery, bool> until)
    {
        LogoutDelivery? found = null;
        for (var wait = 0; found is null && wait < 100; wait++)
        {
            await Task.Delay(100, TestContext.Current.CancellationToken);
            found = (await DeliveriesAsync(session)).Find(one => until(one));
        }

        return found ?? throw new TimeoutException();
    }

    private async Task<List<LogoutDelivery>> DeliveriesAsync(Guid session)
    {
        List<LogoutDelivery> found = [];
        await InDbAsync(async db => found = await db.Set<LogoutDelivery>().AsNoTracking().Where(d => d.SessionId == session).ToListAsync());
        return found;
    }

    private Task InDbAsync(Func<AuthHubDb, Task> work) => host.InScopeAsync(work);
}
