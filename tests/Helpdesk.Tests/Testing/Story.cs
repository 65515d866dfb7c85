using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Helpdesk.Tests.Testing;

/// <summary>A helpdesk with its own database, a provider, and one browser; everything over real sockets.</summary>
internal sealed class Story : IAsyncDisposable
{
    private static int counter;
    private readonly List<Browser> browsers = [];
    private WebApplication? app;

    private Story(PostgresCluster postgres) => Postgres = postgres;

    public Provider Provider { get; } = new();

    public LogBook Log { get; } = new();

    public TestClock Clock { get; } = new();

    public PostgresCluster Postgres { get; }

    /// <summary>When given, the helpdesk speaks https.</summary>
    public X509Certificate2? Certificate { get; set; }

    public string? DataFolder { get; set; }

    public string Database { get; set; } = $"helpdesk_{Interlocked.Increment(ref counter)}";

    public Browser Browser { get; private set; } = null!;

    public string Address { get; private set; } = "";

    public static async Task<Story> BeginAsync(PostgresCluster postgres, Action<Story>? before = null)
    {
        var story = new Story(postgres);
        before?.Invoke(story);
        await story.Provider.StartAsync();
        await story.StartAsync();
        story.Browser = story.AnotherBrowser();
        return story;
    }

    /// <summary>Ends the helpdesk and starts it again at the same address.</summary>
    public async Task RestartAsync()
    {
        await app!.DisposeAsync();
        await StartAsync();
    }

    public Browser AnotherBrowser()
    {
        var browser = new Browser(Address);
        browsers.Add(browser);
        return browser;
    }

    /// <summary>Signs another person in, in a browser of their own.</summary>
    public async Task<Browser> SignInAsync(string subject, string name, params string[] roles)
    {
        (Provider.Person["sub"], Provider.Person["name"]) = (subject, name);
        Provider.Person["roles"] = new System.Text.Json.Nodes.JsonArray([.. roles.Select(role => (System.Text.Json.Nodes.JsonNode)role)]);
        var browser = AnotherBrowser();
        Assert.Contains(name, (await browser.OpenAsync("/login")).Text);
        await UntilStorageIsReadyAsync(browser);
        return browser;
    }

    public static async Task UntilStorageIsReadyAsync(Browser browser)
    {
        for (var left = 200; (await browser.OpenAsync("/tickets")).Status == 503; left--)
        {
            Assert.True(left > 0, "The storage does not get ready.");
            await Task.Delay(100);
        }
    }

    public async ValueTask DisposeAsync()
    {
        browsers.ForEach(browser => browser.Dispose());
        await app!.DisposeAsync();
        await Provider.DisposeAsync();
    }

    private async Task StartAsync()
    {
        app = HelpdeskApp.Create([], Configure);
        await app.StartAsync();
        Address = app.Urls.Single();
    }

    private void Configure(WebApplicationBuilder builder)
    {
        builder.Logging.ClearProviders().AddProvider(Log);
        builder.WebHost.UseUrls(Address.Length > 0 ? Address : Certificate is null ? "http://127.0.0.1:0" : "https://127.0.0.1:0");
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.ConfigureHttpsDefaults(https => https.ServerCertificate = Certificate));
        builder.Services.AddSingleton<TimeProvider>(Clock);
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Helpdesk:Authority"] = Provider.Issuer,
            ["Helpdesk:ClientId"] = Provider.ClientId,
            ["Helpdesk:ClientSecret"] = Provider.ClientSecret,
            ["Helpdesk:DataFolder"] = DataFolder,
            ["ConnectionStrings:Helpdesk"] = Postgres.ConnectionString(Database),
        });
    }
}
