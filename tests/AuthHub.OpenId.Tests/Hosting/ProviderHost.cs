using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using AuthHub.OpenId.Audit;
using AuthHub.OpenId.Clients;
using AuthHub.OpenId.Details;
using AuthHub.OpenId.Keys;
using AuthHub.OpenId.MutualTls;
using AuthHub.OpenId.Subjects;
using AuthHub.Storage;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Npgsql;

namespace AuthHub.OpenId.Tests.Hosting;

/// <summary>The provider on real Kestrel over a database of its own, with a handful of clients and a person named alice.</summary>
public sealed class ProviderHost(PostgresCluster cluster) : IAsyncLifetime
{
    public const string Issuer = "https://id.example.org";

    public const string Secret = "s3cret-of-thirty-two-characters-x";

    public const string CertificateHeader = "X-Client-Certificate";

    /// <summary>The one address from which a certificate in a header is believed.</summary>
    public const string Proxy = "127.0.0.2";

    private int _certificatePort;

    private string _connection = "";

    private WebApplication? _app;

    public TestClock Clock { get; } = new();

    public World World { get; private set; } = null!;

    internal OwnAuthority Authority { get; } = new();

    /// <summary>A client's server, where it publishes keys and hears from AuthHub.</summary>
    internal OutsideServer Outside { get; private set; } = null!;

    public HttpClient Http { get; private set; } = null!;

    public IServiceProvider Services => _app!.Services;

    public async ValueTask InitializeAsync()
    {
        Outside = await OutsideServer.StartAsync(Authority);
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        _certificatePort = FreePort();
        builder.WebHost.UseUrls("http://127.0.0.1:0", $"https://127.0.0.1:{_certificatePort}").UseKestrelHttpsConfiguration();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.ConfigureHttpsDefaults(https =>
        {
            https.ServerCertificate = Authority.ForServer();
            MutualTlsPort.Apply(https, kestrel.ApplicationServices.GetRequiredService<IOptions<OpenIdSettings>>().Value.MutualTls);
        }));
        World = new World(Clock);
        builder.Services.AddSingleton<TimeProvider>(Clock);
        builder.Services.AddSingleton<IAuthentications>(World);
        builder.Services.AddSingleton<ISubjects>(World);
        builder.Services.AddSingleton<ISubjectNames>(World);
        builder.Services.AddSingleton<IPersonNotices>(World);
        builder.Services.AddSingleton<ISessionEnds>(World);
        builder.Services.AddSingleton<IProtocolAudit>(World);
        builder.Services.AddSingleton<IKeySealing, RunSealing>();
        builder.Services.AddRouting();
        var connection = _connection = cluster.ConnectionTo(cluster.NewDatabaseName());
        builder.Services.AddDbContextPool<AuthHubDb>(o => o.UseNpgsql(connection));
        builder.Services.AddOpenIdStores();
        builder.Services.AddOpenId(o =>
        {
            o.Issuer = Issuer;
            o.AcrValues.Add("basic");
            o.AcrValues.Add("medium");
            o.UiLocales.Add("en");
            o.AuthorizationDetails.Add(Apps.Payment);
            o.AuthorizationDetails.Add(new DetailType { Type = "look", Words = "Look at things" });
            o.Outgoing.AllowLoopback = true;
            o.Outgoing.TrustedRoots = Authority.PemFile;
            o.MutualTls.Port = _certificatePort;
            o.MutualTls.Roots = Authority.PemFile;
            o.MutualTls.ProxyHeader = CertificateHeader;
            o.MutualTls.TrustedProxies.Add(Proxy);
            Vouching.Trust(o, Outside);
        });

        _app = builder.Build();
        _app.UseForwardedCertificates();
        _app.UseRouting();
        _app.UseCors();
        _app.MapOpenId();
        await using (var scope = Services.CreateAsyncScope())
        {
            await scope.ServiceProvider.GetRequiredService<AuthHubDb>().Database.EnsureCreatedAsync();
        }

        await _app.StartAsync();
        Http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false }) { BaseAddress = new Uri(_app.Urls.First()) };

        World.AddPerson("alice");
        World.SignIn("alice");
        await RegisterAsync(Apps.Helpdesk);
        await RegisterAsync(Apps.Phone);
        await RegisterAsync(Apps.Stranger);
        await RegisterAsync(Apps.Wiki);
        await RegisterAsync(Apps.Machine);
        await RegisterAsync(Apps.Hybrid);
        await RegisterAsync(Devices.Television);
        await RegisterAsync(Devices.Printer);
        await RegisterAsync(Vouching.Portal);
        await RegisterAsync(Vouching.Annex);
        foreach (var app in Exchanges.All.Concat(Backchannels.All(Outside)))
        {
            await RegisterAsync(app);
        }
    }

    /// <summary>A way to the port that asks for certificates, with this one or with none.</summary>
    public HttpClient WithCertificate(X509Certificate2? certificate)
    {
        var handler = new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false };
#pragma warning disable CA5359 // The provider under test, by a certificate of this run.
        handler.SslOptions.RemoteCertificateValidationCallback = (_, _, _, _) => true;
#pragma warning restore CA5359
        handler.SslOptions.ClientCertificates = certificate is null ? null : [certificate];
        return new HttpClient(handler) { BaseAddress = new Uri($"https://127.0.0.1:{_certificatePort}") };
    }

    /// <summary>A way from another address of this machine, where a proxy might stand.</summary>
    public HttpClient From(string address)
    {
        var handler = new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            ConnectCallback = async (context, cancellationToken) =>
            {
                var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
                socket.Bind(new IPEndPoint(IPAddress.Parse(address), 0));
                await socket.ConnectAsync(IPAddress.Loopback, context.DnsEndPoint.Port, cancellationToken);
                return new NetworkStream(socket, ownsSocket: true);
            },
        };
        return new HttpClient(handler) { BaseAddress = Http.BaseAddress };
    }

    public async Task<Client> RegisterAsync(string metadata)
    {
        using var json = JsonDocument.Parse(metadata);
        var verdict = await Services.GetRequiredService<Sector>().ConfirmAsync(Services.GetRequiredService<ClientRegistration>().Read(json.RootElement), CancellationToken.None);
        var accepted = verdict as RegistrationVerdict.Accepted ?? throw new InvalidOperationException(string.Join(' ', ((RegistrationVerdict.Refused)verdict).Reasons));
        await using var scope = Services.CreateAsyncScope();
        Assert.True(await scope.ServiceProvider.GetRequiredService<IClients>().AddAsync(accepted.Client, CancellationToken.None));
        return accepted.Client;
    }

    public async Task InScopeAsync<T>(Func<T, Task> work)
        where T : notnull
    {
        await using var scope = Services.CreateAsyncScope();
        await work(scope.ServiceProvider.GetRequiredService<T>());
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    public async ValueTask DisposeAsync()
    {
        Http?.Dispose();
        if (_app is not null)
        {
            await _app.DisposeAsync();
        }

        // The pool would keep its connections for minutes, and the cluster has not so many.
        await using (var any = new NpgsqlConnection(_connection))
        {
            NpgsqlConnection.ClearPool(any);
        }

        await Outside.DisposeAsync();
        Authority.Dispose();
    }
}
