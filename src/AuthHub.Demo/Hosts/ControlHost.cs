using AuthHub.Demo.Clients;
using AuthHub.Demo.Control;
using AuthHub.Demo.Messages;
using AuthHub.Demo.Pages;
using AuthHub.Demo.People;
using AuthHub.Demo.Resources;
using AuthHub.Demo.Time;

namespace AuthHub.Demo.Hosts;

/// <summary>The demo control: tour, outbox, clock, people, clients, resources and reset.</summary>
internal static class ControlHost
{
    private const int LargestBody = 32 << 20;

    public static WebApplication Create(DemoSettings settings, DemoClock clock, Outbox outbox, IServiceProvider authHub, Readiness readiness)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions
        {
            ApplicationName = typeof(ControlHost).Assembly.GetName().Name,
            ContentRootPath = AppContext.BaseDirectory,
            EnvironmentName = Environments.Production,
        });
        builder.Configuration.Prefer([new("Logging:LogLevel:Default", "Warning")]);
        builder.Listen(settings.Ports.Control, settings.Certificate);
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = LargestBody;
        });

        var app = builder.Build();
        app.UseControlGuard();
        app.UseRouting();
        app.MapTour(clock, settings);
        app.MapOutbox(outbox);
        app.MapClock(clock, authHub.GetRequiredService<UsedCodes>());
        app.MapPeople(authHub.GetRequiredService<WishReader>(), authHub.GetRequiredService<DemoPeople>());
        app.MapClients(authHub);
        app.MapResources(authHub);
        app.MapKeys(authHub);
        app.MapReset(clock, outbox, authHub.GetRequiredService<DemoContent>());
        app.MapGet("/health", async (CancellationToken cancellationToken) => await readiness.FindFaultAsync(cancellationToken) is { } fault
            ? throw new Refusal(StatusCodes.Status503ServiceUnavailable, fault)
            : JsonBody.Answer(new { status = "ready" }));
        return app;
    }
}
