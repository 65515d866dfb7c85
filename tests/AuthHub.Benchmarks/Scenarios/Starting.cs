using System.Globalization;
using AuthHub.Benchmarks.Driving;
using AuthHub.Benchmarks.Reporting;

namespace AuthHub.Benchmarks.Scenarios;

/// <summary>From the built tree to the first login page, on an empty folder and again; and the memory after it.</summary>
internal static class Starting
{
    public static async Task RunAsync(Report report)
    {
        var folder = Path.Combine("/tmp", "authhub-bench-" + Path.GetRandomFileName().Replace(".", "", StringComparison.Ordinal));
        try
        {
            await OneAsync(report, "First start, which makes the database", folder, isFirst: true);
            await OneAsync(report, "Later start", folder, isFirst: false);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task OneAsync(Report report, string name, string folder, bool isFirst)
    {
        await using var server = await Server.StartAsync(withoutHash: false, folder);
        if (isFirst)
        {
            await Population.MakeAsync(server, 1, 0, withoutHash: false);
        }

        using var http = Operations.Browser(1);
        var page = System.Diagnostics.Stopwatch.StartNew();
        await new Visitor(http, server.Issuer).SeeLoginPageAsync();
        page.Stop();
        await Task.Delay(TimeSpan.FromSeconds(3));
        var figures = await server.FiguresAsync();
        report.Say(string.Create(
            CultureInfo.InvariantCulture,
            $"{name}: ready after {server.StartTime.TotalSeconds:0.0} s and a login page {page.Elapsed.TotalSeconds:0.00} s later (wall time), {server.Cpu() / 1000:0.0} s CPU; then {Processes.Megabytes(server.Process.Id, "VmRSS"):0} MB resident ({Processes.Megabytes(server.Process.Id, "RssAnon"):0} MB of it its own, the rest mapped files), managed heap {figures[2] / 1048576.0:0} MB committed."));
    }
}
