using System.Globalization;
using AuthHub.Benchmarks.Driving;
using AuthHub.Benchmarks.Reporting;

namespace AuthHub.Benchmarks.Scenarios;

/// <summary>Resident memory over many whole sign-ins with password, real hash, TOTP and code exchange, each by another person.</summary>
internal static class Memory
{
    private const int Steps = 5;

    public static async Task RunAsync(Arguments arguments, Report report)
    {
        await using var server = await Server.StartAsync(withoutHash: false);
        await Population.MakeAsync(server, 0, arguments.SignIns, withoutHash: false);
        using var http = Operations.Browser(arguments.Connections);
        await SayAsync(server, report, "Before the first sign-in");
        var step = arguments.SignIns / Steps;
        for (var done = 0; done < arguments.SignIns; done += step)
        {
            await Load.RunAsync(Math.Min(step, arguments.SignIns - done), arguments.Connections, async (_, turn) =>
            {
                var visitor = new Visitor(http, server.Issuer);
                await visitor.ExchangeAsync(await visitor.SignInAsync(Population.NameOf(done + turn, true), withTotp: true));
            });
            await SayAsync(server, report, string.Create(CultureInfo.InvariantCulture, $"After {Math.Min(done + step, arguments.SignIns)} sign-ins"));
        }

        await server.AskAsync("collect");
        await Task.Delay(TimeSpan.FromSeconds(2));
        await SayAsync(server, report, "After a full collection");
    }

    private static async Task SayAsync(Server server, Report report, string when)
    {
        var figures = await server.FiguresAsync();
        report.Say(string.Create(
            CultureInfo.InvariantCulture,
            $"{when}: {Processes.Megabytes(server.Process.Id, "VmRSS"):0} MB resident, at most {Processes.Megabytes(server.Process.Id, "VmHWM"):0} MB so far; managed heap {figures[1] / 1048576.0:0} MB in use, {figures[2] / 1048576.0:0} MB committed."));
    }
}
