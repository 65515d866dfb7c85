using AuthHub.Demo.Clients;
using AuthHub.Demo.Time;
using Helpdesk;

namespace AuthHub.Demo.Hosts;

/// <summary>The helpdesk as it is, with the demo's clock and its own database beside AuthHub's.</summary>
internal static class HelpdeskHost
{
    public static WebApplication Create(DemoSettings settings, DemoClock clock, HelpdeskClient client, string database) => HelpdeskApp.Create([], builder =>
    {
        builder.Environment.EnvironmentName = Environments.Production;
        builder.Configuration.Prefer([new("Logging:LogLevel:Default", "Warning"), new("Logging:LogLevel:Microsoft.AspNetCore.DataProtection", "Error")]);
        builder.Logging.AddFilter("Microsoft.Hosting.Lifetime", LogLevel.Warning);
        builder.Configuration.AddInMemoryCollection(
        [
            new("Helpdesk:Authority", settings.AuthHubAddress),
            new("Helpdesk:ClientId", HelpdeskClient.Id),
            new("Helpdesk:ClientSecret", client.Secret),
            new("Helpdesk:DataFolder", settings.HelpdeskFolder),
            new("ConnectionStrings:Helpdesk", database),
        ]);
        builder.Services.AddSingleton<TimeProvider>(clock);
        builder.Listen(settings.Ports.Helpdesk, settings.Certificate);
    });
}
