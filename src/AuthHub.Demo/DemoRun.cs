using System.Diagnostics;
using AuthHub.Demo.Clients;
using AuthHub.Demo.Hosts;
using AuthHub.Demo.Messages;
using AuthHub.Demo.Time;
using AuthHub.Web.Hosting;
using Helpdesk.Tickets;

namespace AuthHub.Demo;

/// <summary>One run of the demo: the three servers in one process, from start to clean end.</summary>
internal static class DemoRun
{
    private static readonly TimeSpan _ordinaryStart = TimeSpan.FromSeconds(3);

    public static async Task<int> MainAsync(string[] arguments)
    {
        if (arguments is ["--help" or "-h"])
        {
            Console.WriteLine(DemoSettings.Usage);
            return 0;
        }

        try
        {
            await RunAsync(DemoSettings.Read(arguments));
            return 0;
        }
        catch (StopException stop)
        {
            await Console.Error.WriteLineAsync(stop.Message);
            return stop.ExitCode;
        }
        catch (Exception failure) when (StartFailure.Explain(failure) is { } sentence)
        {
            await Console.Error.WriteLineAsync(sentence);
            return StopException.Unable;
        }
    }

    private static async Task RunAsync(DemoSettings settings)
    {
        Loopback.RequireFree(settings.Ports);
        await using var folder = OwnFolder.Take(settings.DataFolder);
        settings.Certificate?.Trust(settings.DataFolder);
        if (settings.Fresh)
        {
            await FreshStart.EraseAsync(settings);
        }

        var clock = new DemoClock();
        var outbox = new Outbox(clock);
        var helpdesk = new HelpdeskClient(settings);
        using var readiness = new Readiness(settings);
        Stack<WebApplication> running = [];
        try
        {
            var authHub = await StartAsync(AuthHubHost.Create(settings, clock, outbox, helpdesk), running);
            var desk = await StartAsync(HelpdeskHost.Create(settings, clock, helpdesk, authHub.Services.GetRequiredService<DemoContent>().HelpdeskDatabase), running);
            readiness.Storage = desk.Services.GetRequiredService<StorageSetup>();
            await StartAsync(ControlHost.Create(settings, clock, outbox, authHub.Services, readiness), running);
            var stopping = AnyStops(running);
            await WaitAsync(readiness, stopping);
            if (!stopping.IsCompleted)
            {
                Greeting.Print(settings);
            }

            await stopping;
        }
        finally
        {
            // Helpdesk before AuthHub, and the database with AuthHub at the very end.
            while (running.TryPop(out var app))
            {
                await app.StopAsync();
                await app.DisposeAsync();
            }
        }
    }

    /// <summary>Until all is well; what lasts longer than a start does is said, once.</summary>
    private static async Task WaitAsync(Readiness readiness, Task stopping)
    {
        var (patience, said) = (Stopwatch.StartNew(), "");
        while (!stopping.IsCompleted && await readiness.FindFaultAsync(CancellationToken.None) is { } fault)
        {
            if (patience.Elapsed > _ordinaryStart && fault != said)
            {
                await Console.Error.WriteLineAsync($"The demo is not ready yet and tries on: {fault}");
                said = fault;
            }

            await Task.Delay(50);
        }
    }

    private static async Task<WebApplication> StartAsync(WebApplication app, Stack<WebApplication> running)
    {
        running.Push(app);
        await app.StartAsync();
        return app;
    }

    /// <summary>Each host hears the signals; the first to stop stops all.</summary>
    private static Task<Task> AnyStops(IEnumerable<WebApplication> apps) =>
        Task.WhenAny(apps.Select(app =>
        {
            var stops = new TaskCompletionSource();
            app.Lifetime.ApplicationStopping.Register(() => stops.TrySetResult());
            return stops.Task;
        }));
}
