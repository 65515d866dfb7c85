using System.Globalization;

namespace AuthHub.Benchmarks.Driving;

/// <summary>CPU time and memory of processes, as the kernel counts them.</summary>
internal static class Processes
{
    private const double TicksPerMillisecond = 0.1;

    /// <summary>User and system time of one process in milliseconds.</summary>
    public static double CpuOf(int pid)
    {
        var fields = Fields(pid);
        return fields is null ? 0 : (Number(fields[11]) + Number(fields[12])) / TicksPerMillisecond;
    }

    /// <summary>User and system time of a process and of all its children, those that ended included.</summary>
    public static double CpuOfFamily(int pid)
    {
        var own = Fields(pid);
        var total = own is null ? 0 : (Number(own[11]) + Number(own[12]) + Number(own[13]) + Number(own[14])) / TicksPerMillisecond;
        foreach (var folder in Directory.EnumerateDirectories("/proc"))
        {
            if (int.TryParse(Path.GetFileName(folder), CultureInfo.InvariantCulture, out var other) && Fields(other) is { } fields && Number(fields[1]) == pid)
            {
                total += (Number(fields[11]) + Number(fields[12])) / TicksPerMillisecond;
            }
        }

        return total;
    }

    /// <summary>A line of /proc/{pid}/status in megabytes, such as VmRSS.</summary>
    public static double Megabytes(int pid, string name) =>
        double.Parse(
            File.ReadLines($"/proc/{pid}/status").First(line => line.StartsWith(name + ":", StringComparison.Ordinal)).Split((char[])[' ', '\t'], StringSplitOptions.RemoveEmptyEntries)[1],
            CultureInfo.InvariantCulture) / 1024;

    /// <summary>The fields of /proc/{pid}/stat from the state on (proc(5): state is field 3); null when the process is gone.</summary>
    private static string[]? Fields(int pid)
    {
        try
        {
            var text = File.ReadAllText($"/proc/{pid}/stat");
            return text[(text.LastIndexOf(')') + 2)..].Split(' ');
        }
        catch (IOException)
        {
            return null;
        }
    }

    private static long Number(string text) => long.Parse(text, CultureInfo.InvariantCulture);
}
