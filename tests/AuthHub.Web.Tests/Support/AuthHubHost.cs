using System.Net;
using System.Net.Sockets;
using AuthHub.SignIn.Messages;
using AuthHub.Testing;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace AuthHub.Web.Tests.Support;

/// <summary>
/// The real host on a port of its own, with a real database of its own. Only the clock and the carriers of messages are
/// the tests'. One for each test class; its people are each test's own, so tests do not meet.
/// </summary>
public class AuthHubHost : IAsyncLifetime
{
    private readonly string folder;
    private readonly bool isFirst;
    private TestDatabase? database;
    private WebApplication? app;

    public AuthHubHost()
    {
        (folder, isFirst) = (Directory.CreateTempSubdirectory("authhub-web-").FullName, true);
        Address = $"http://localhost:{Port}";
    }

    private AuthHubHost(AuthHubHost first) =>
        (folder, database, Address, Clock, Outbox, Log) = (first.folder, first.database, first.Address, first.Clock, first.Outbox, first.Log);

    /// <summary>The address people know.</summary>
    public string Address { get; }

    /// <summary>Where this node listens.</summary>
    public int Port { get; } = FreePort();

    public AdjustableClock Clock { get; } = new();

    public Outbox Outbox { get; } = new();

    public LogBook Log { get; } = new();

    public IServiceProvider Services => app!.Services;

    public async ValueTask InitializeAsync()
    {
        database = await PostgreSqlFixture.NewDatabaseAsync();
        await StartAsync();
    }

    /// <summary>Another server of the same installation: the same address, database and keys, nothing else in common.</summary>
    public async Task<AuthHubHost> AnotherNodeAsync()
    {
        var node = new AuthHubHost(this);
        await node.StartAsync();
        return node;
    }

    /// <summary>Ends the server and starts it again: what it knew by heart is gone.</summary>
    public async Task RestartAsync()
    {
        await app!.StopAsync();
        await app.DisposeAsync();
        await StartAsync();
    }

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        if (app is not null)
        {
            await app.DisposeAsync();
        }

        if (!isFirst)
        {
            return;
        }

        if (database is not null)
        {
            await database.DisposeAsync();
        }

        Directory.Delete(folder, recursive: true);
    }

    /// <summary>A browser of its own, at one of the addresses of this machine's loopback network.</summary>
    public Visitor Visitor(string from = "127.0.0.1") => new(this, IPAddress.Parse(from));

    /// <summary>The same browser with what is in its jar now, sent to this node.</summary>
    public Visitor Visitor(Visitor from)
    {
        var visitor = Visitor();
        from.Cookies.ToList().ForEach(cookie => visitor.Cookies[cookie.Key] = cookie.Value);
        return visitor;
    }

    /// <summary>Does something with one of the host's own services, in a scope of its own.</summary>
    public async Task<T> WithAsync<TService, T>(Func<TService, Task<T>> work)
        where TService : notnull
    {
        await using var scope = Services.CreateAsyncScope();
        return await work(scope.ServiceProvider.GetRequiredService<TService>());
    }

    protected virtual IEnumerable<KeyValuePair<string, string?>> Settings() => [];

    private async Task StartAsync()
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { ApplicationName = "AuthHub.Web", ContentRootPath = folder, EnvironmentName = "Production" });
        builder.Configuration.AddInMemoryCollection(
        [
            new("AuthHub:Issuer", Address),
            new("ConnectionStrings:AuthHub", database!.ConnectionString),
            new("Storage:DataFolder", folder),
            new("Methods:password:Waiting", "512"),
        ]).AddInMemoryCollection(Settings());
        builder.WebHost.UseUrls($"http://localhost:{Port}");
        builder.AddAuthHub();
        builder.Logging.ClearProviders().AddProvider(Log).SetMinimumLevel(LogLevel.Debug);
        builder.Services.AddSingleton<TimeProvider>(Clock);
        builder.Services.AddSingleton<IMessageGateway>(Outbox.Gateway("sms"));
        builder.Services.AddSingleton<IMessageGateway>(Outbox.Gateway("mail"));
        app = builder.Build().UseAuthHub();
        await app.StartAsync();
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
