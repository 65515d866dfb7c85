using System.Net;
using System.Net.Sockets;
using System.Security.Claims;
using AuthHub.Flows;
using AuthHub.SignIn.Authenticators;
using AuthHub.SignIn.Messages;
using AuthHub.SignIn.Runs;
using AuthHub.SignIn.Sessions;
using AuthHub.SignIn.Users;
using AuthHub.Testing;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace AuthHub.Web.Tests.Admin;

/// <summary>The whole web host on a port of its own, with a database of its own and people whose sessions are simply there.</summary>
public sealed class AdminHost : IAsyncLifetime
{
    private TestDatabase? _database;

    public WebApplication App { get; private set; } = null!;

    public AdjustableClock Clock { get; } = new();

    public Outbox Outbox { get; } = new();

    public string Issuer { get; } = $"http://localhost:{FreePort()}";

    public async ValueTask InitializeAsync()
    {
        _database = await PostgreSqlFixture.NewDatabaseAsync();
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { ApplicationName = typeof(AuthHubWeb).Assembly.GetName().Name });
        builder.Configuration.AddInMemoryCollection(
        [
            new("ConnectionStrings:AuthHub", _database.ConnectionString),
            new("Storage:MasterKey", "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8="),
            new("AuthHub:Issuer", Issuer),
        ]);
        builder.Logging.SetMinimumLevel(LogLevel.Warning);
        builder.AddAuthHub();
        builder.Services.AddSingleton<TimeProvider>(Clock);
        builder.Services.AddSingleton<IMessageGateway>(Outbox);
        App = builder.Build().UseAuthHub();
        App.Urls.Add(Issuer);
        await App.StartAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await App.StopAsync();
        await App.DisposeAsync();
        await _database!.DisposeAsync();
    }

    /// <summary>Work with the host's own services.</summary>
    public async Task<T> WithAsync<TService, T>(Func<TService, Task<T>> work)
        where TService : notnull
    {
        await using var scope = App.Services.CreateAsyncScope();
        return await work(scope.ServiceProvider.GetRequiredService<TService>());
    }

    public Task<User> UserAsync(Guid id) => WithAsync<IUsers, User>(async users => (await users.FindAsync(id, default))!);

    public Task<IReadOnlyList<Authenticator>> BoundAsync(Guid user) => WithAsync<IAuthenticators, IReadOnlyList<Authenticator>>(all => all.OfAsync(user, default));

    /// <summary>Somebody with a password and a code app.</summary>
    public async Task<User> AddPersonAsync(string username, string displayName = "Anna Bērziņa", params string[] roles)
    {
        var now = Clock.Now;
        var user = new User
        {
            Id = Guid.CreateVersion7(now),
            Username = username,
            CanonicalUsername = Identifier.Canonical(username)!,
            Email = username + "@example.org",
            CanonicalEmail = Identifier.Canonical(username + "@example.org"),
            DisplayName = displayName,
            Roles = [.. roles],
            CreatedAt = now,
        };
        var box = App.Services.GetRequiredService<ISecretBox>();
        await WithAsync<IUsers, bool>(async users =>
        {
            await users.AddAsync([new NewUser(user, [Bound(box, user, "password", "Password"), Bound(box, user, "totp", "Old phone")])], default);
            return true;
        });
        return user;
    }

    /// <summary>A browser of somebody who signed in just now, with as many factors as given.</summary>
    public async Task<AdminBrowser> SignInAsync(User user, params string[] methods)
    {
        var (browser, secret) = (new AdminBrowser(Issuer), BrowserSecret.New());
        var bound = await BoundAsync(user.Id);
        var session = new Session
        {
            Id = Guid.CreateVersion7(Clock.Now),
            SecretHash = secret.Hash,
            UserId = user.Id,
            SecurityVersion = (await UserAsync(user.Id)).SecurityVersion,
            Proofs = [.. methods.Select(method => Proof(method, bound.First(one => one.Method == method).Id))],
            CreatedAt = Clock.Now,
            LastSeenAt = Clock.Now,
            ExpiresAt = Clock.Now.AddHours(8),
        };
        await WithAsync<ISessions, bool>(async sessions =>
        {
            await sessions.AddAsync(session, default);
            return true;
        });
        browser.Hold("authhub-session", secret.Reveal());
        browser.Person = user;
        browser.Session = session.Id;
        return browser;
    }

    /// <summary>A form token that holds for this browser, as if a page had given it; whatever is refused then is refused for another reason.</summary>
    public string FormToken(AdminBrowser browser)
    {
        var http = new DefaultHttpContext { RequestServices = App.Services };
        if (browser.Person is { } person)
        {
            http.User = new ClaimsPrincipal(new ClaimsIdentity(
                [new Claim(ClaimTypes.NameIdentifier, $"{person.Id:N}:{browser.Session:N}"), new Claim(ClaimTypes.Name, person.DisplayName)], "session"));
        }

        var tokens = App.Services.GetRequiredService<IAntiforgery>().GetTokens(http);
        browser.Hold("authhub-form", tokens.CookieToken!);
        return tokens.RequestToken!;
    }

    private Proof Proof(string method, Guid authenticator) => new(
        method, authenticator, method, method == "password" ? Factor.Knowledge : Factor.Possession, UserVerified: false, method == "password" ? ["pwd"] : ["otp"], Clock.Now);

    private Authenticator Bound(ISecretBox box, User user, string method, string label)
    {
        var id = Guid.CreateVersion7(Clock.Now);
        return new Authenticator
        {
            Id = id,
            UserId = user.Id,
            Method = method,
            Label = label,
            SealedState = box.Seal(user.Id, id, "{}"u8),
            CreatedAt = Clock.Now,
        };
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
