using System.Globalization;
using System.Text;

namespace AuthHub.Benchmarks.Reporting;

/// <summary>The tables, as Markdown; on the console and, where asked, in a document between two markers.</summary>
internal sealed class Report
{
    private const string Begin = "<!-- measured: begin -->";
    private const string End = "<!-- measured: end -->";

    /// <summary>What the project set itself: CPU milliseconds of AuthHub and of PostgreSQL.</summary>
    private static readonly Dictionary<string, (double Server, double Database)> _targets = new(StringComparer.Ordinal)
    {
        ["discovery"] = (0.025, 0),
        ["jwks"] = (0.025, 0),
        ["client_credentials"] = (0.12, 0),
        ["introspection"] = (0.15, 0.05),
        ["userinfo"] = (0.15, 0.05),
        ["refresh"] = (0.50, 0.25),
        ["silent + exchange"] = (0.6, 0.35),
        ["sign-in"] = (2.0, 0.8),
        ["sign-in-totp"] = (2.8, 1.1),
    };

    private readonly List<Measurement> _measurements = [];
    private readonly List<string> _lines = [];

    public void Add(Measurement measurement)
    {
        _measurements.Add(measurement);
        Console.WriteLine(Row(measurement));
    }

    public void Say(string line)
    {
        _lines.Add(line);
        Console.WriteLine(line);
    }

    public async Task FinishAsync(string? file)
    {
        var text = Text();
        Console.WriteLine();
        Console.WriteLine(text);
        if (file is null)
        {
            return;
        }

        var whole = await File.ReadAllTextAsync(file);
        var (from, to) = (whole.IndexOf(Begin, StringComparison.Ordinal), whole.IndexOf(End, StringComparison.Ordinal));
        if (from < 0 || to < from)
        {
            throw new InvalidOperationException($"{file} has no place for the tables: {Begin} ... {End}");
        }

        await File.WriteAllTextAsync(file, $"{whole[..(from + Begin.Length)]}\n{text}{whole[to..]}");
    }

    private static string Row(Measurement m)
    {
        var target = _targets.TryGetValue(m.Scenario, out var most)
            ? string.Create(CultureInfo.InvariantCulture, $"{most.Server} / {most.Database} | {(m.ServerMs <= most.Server && m.DatabaseMs <= most.Database + 0.005 ? "met" : "not met")}")
            : " | ";
        return string.Create(CultureInfo.InvariantCulture, $"| {m.Scenario} | {m.Count} | {m.ServerMs:0.000} | {m.DatabaseMs:0.000} | {m.AllocatedKb:0.0} | {m.Statements:0.#} | {target} |");
    }

    private string Text()
    {
        var text = new StringBuilder().Append(Machine.Describe()).Append("\n\n");
        if (_measurements.Count > 0)
        {
            text.Append("| Scenario | Operations | AuthHub CPU ms | PostgreSQL CPU ms | Allocated KB | Statements | Target ms | |\n|---|--:|--:|--:|--:|--:|---|---|\n");
            _measurements.ForEach(m => text.Append(Row(m)).Append('\n'));
            text.Append('\n');
        }

        _lines.ForEach(line => text.Append("- ").Append(line).Append('\n'));
        return text.ToString();
    }
}
