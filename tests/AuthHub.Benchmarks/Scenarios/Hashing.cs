using System.Globalization;
using System.Text;
using AuthHub.Benchmarks.Driving;
using AuthHub.Benchmarks.Reporting;
using AuthHub.Methods.Password;

namespace AuthHub.Benchmarks.Scenarios;

/// <summary>The password hash alone, with the parameters AuthHub ships with.</summary>
internal static class Hashing
{
    public static Task RunAsync(Arguments arguments, Report report)
    {
        var password = Encoding.UTF8.GetBytes(Population.Password);
        var hash = Argon2id.Create(password, new PasswordSettings().MemoryKiB, new PasswordSettings().Passes);
        var count = arguments.Count(100);
        var before = Processes.CpuOf(Environment.ProcessId);
        for (var i = 0; i < count; i++)
        {
            hash.Verify(password);
        }

        var each = (Processes.CpuOf(Environment.ProcessId) - before) / count;
        report.Say(string.Create(CultureInfo.InvariantCulture, $"One password check, Argon2id with {hash.MemoryKiB / 1024} MiB and {hash.Passes} passes: {each:0.0} ms CPU (not contained in the table above)."));
        return Task.CompletedTask;
    }
}
