using AuthHub.Benchmarks.Driving;
using AuthHub.Benchmarks.Reporting;
using AuthHub.Benchmarks.Scenarios;

namespace AuthHub.Benchmarks;

/// <summary>Runs what the command line asks for, one server at a time.</summary>
internal static class Benchmark
{
    public static async Task<int> MainAsync(string[] words)
    {
        if (Arguments.Read(new Queue<string>(words)) is not { } arguments)
        {
            Console.Error.WriteLine(Arguments.Usage);
            return 2;
        }

        var report = new Report();
        if (arguments.Wants("start"))
        {
            await Starting.RunAsync(report);
        }

        if (arguments.Wants("hash"))
        {
            await Hashing.RunAsync(arguments, report);
        }

        if (arguments.Scenarios.Count == 0 || arguments.Scenarios.Except(["start", "hash", "memory"]).Any())
        {
            await using var server = await Server.StartAsync(withoutHash: true);
            await new Operations(arguments, server, report).RunAsync();
        }

        if (arguments.Wants("memory"))
        {
            await Memory.RunAsync(arguments, report);
        }

        await report.FinishAsync(arguments.File);
        return 0;
    }
}
