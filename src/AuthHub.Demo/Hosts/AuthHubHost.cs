using AuthHub.Demo.Clients;
using AuthHub.Demo.Messages;
using AuthHub.Demo.People;
using AuthHub.Demo.Time;
using AuthHub.OpenId;
using AuthHub.SignIn.Messages;
using AuthHub.SignIn.Throttling;
using AuthHub.Web;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace AuthHub.Demo.Hosts;

/// <summary>AuthHub as it is, with the demo's clock, people and outbox.</summary>
internal static class AuthHubHost
{
    public static WebApplication Create(DemoSettings settings, DemoClock clock, Outbox outbox, HelpdeskClient helpdesk)
    {
        // The name finds AuthHub's compiled pages although the process is another.
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions
        {
            ApplicationName = typeof(AuthHubWeb).Assembly.GetName().Name,
            ContentRootPath = AppContext.BaseDirectory,
            EnvironmentName = Environments.Production,
        });
        builder.Configuration.Prefer(Defaults(settings));
        builder.Configuration.AddInMemoryCollection(
        [
            new("AuthHub:Issuer", settings.AuthHubAddress),
            new("Storage:DataFolder", settings.AuthHubFolder),
        ]);
        builder.Services.AddSingleton<TimeProvider>(clock);
        builder.AddAuthHub();
        builder.Listen(settings.Ports.AuthHub, settings.Certificate);

        // Behind those the configuration names: whoever sets up a true carrier wants to see it work.
        foreach (var kind in OutboxGateway.Kinds)
        {
            builder.Services.AddSingleton<IMessageGateway>(new OutboxGateway(kind, outbox));
        }

        if (!settings.WithLimits)
        {
            builder.Services.Replace(ServiceDescriptor.Singleton<IThrottle, OpenThrottle>());
        }

        builder.Services.Configure<OpenIdSettings>(openId => DemoDetails.AddTo(openId.AuthorizationDetails));
        builder.Services.AddSingleton(settings);
        builder.Services.AddSingleton(helpdesk);
        builder.Services.AddSingleton<WishReader>();
        builder.Services.AddSingleton<WishHashes>();
        builder.Services.AddSingleton<DemoPeople>();
        builder.Services.AddSingleton<UsedCodes>();
        builder.Services.AddSingleton<Databases>();
        builder.Services.AddSingleton<DemoContent>();
        builder.Services.AddHostedService(services => services.GetRequiredService<DemoContent>());
        return builder.Build().UseAuthHub();
    }

    private static IEnumerable<KeyValuePair<string, string?>> Defaults(DemoSettings settings) =>
    [
        new("Logging:LogLevel:Default", "Warning"),
        new("SignIn:Roles:employee:Level", "medium"),
        new("SignIn:Roles:installer:Level", "medium"),
        new("SignIn:Roles:installer:Methods:0", "totp"),
        new("Methods:password:Waiting", settings.WithLimits ? "32" : "1024"),
        new("OpenId:Outgoing:AllowLoopback", "true"),
        new("SignIn:HelpText", "This is a demo: its tour says what to do."),
        new("SignIn:HelpLink", settings.ControlAddress + "/"),
    ];
}
