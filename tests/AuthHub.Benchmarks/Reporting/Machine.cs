using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using AuthHub.Benchmarks.Driving;

namespace AuthHub.Benchmarks.Reporting;

/// <summary>Says on what was measured.</summary>
internal static class Machine
{
    public static string Describe()
    {
        var model = File.ReadLines("/proc/cpuinfo").FirstOrDefault(line => line.StartsWith("model name", StringComparison.Ordinal))?.Split(':')[1].Trim() ?? RuntimeInformation.ProcessArchitecture.ToString();
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{model}, {Environment.ProcessorCount} cores; {RuntimeInformation.OSDescription}; {RuntimeInformation.FrameworkDescription}; {PostgreSql()}; {TimeProvider.System.GetUtcNow():yyyy-MM-dd}; load average {File.ReadAllText("/proc/loadavg").Split(' ')[0]}");
    }

    private static string PostgreSql()
    {
        var newest = Directory.Exists("/usr/lib/postgresql") ? Directory.GetDirectories("/usr/lib/postgresql").Order(StringComparer.Ordinal).LastOrDefault() : null;
        using var ask = Process.Start(new ProcessStartInfo(newest is null ? "postgres" : Path.Combine(newest, "bin", "postgres"), ["--version"]) { RedirectStandardOutput = true })!;
        return ask.StandardOutput.ReadToEnd().Trim().Replace("postgres (PostgreSQL)", "PostgreSQL", StringComparison.Ordinal);
    }
}
