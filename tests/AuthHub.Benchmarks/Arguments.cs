using System.Globalization;

namespace AuthHub.Benchmarks;

/// <summary>What the command line asks for.</summary>
internal sealed record Arguments
{
    public const string Usage =
        """
        dotnet run -c Release --project tests/AuthHub.Benchmarks -- [scenario ...] [options]
          scenarios: start memory hash discovery jwks client_credentials introspection userinfo refresh silent sign-in sign-in-totp refusals
                     (all but memory when none is named)
          --quick           a tenth of the operations
          --connections N   keep-alive connections, 32 unless told
          --sign-ins N      sign-ins of scenario memory, 10000 unless told
          --sql             print the statements of one operation of each scenario
          --pause           wait for Enter between warm-up and measurement, to attach a profiler
          --write FILE      put the tables between the markers of FILE
        """;

    public bool IsQuick { get; init; }

    public int Connections { get; init; } = 32;

    public int SignIns { get; init; } = 10_000;

    public bool ShowsSql { get; init; }

    public bool Pauses { get; init; }

    public string? File { get; init; }

    public IReadOnlyList<string> Scenarios { get; init; } = [];

    public bool Wants(string scenario) => Scenarios.Count == 0 ? scenario != "memory" : Scenarios.Contains(scenario);

    public int Count(int whole) => IsQuick ? Math.Max(whole / 10, 20) : whole;

    /// <summary>Null when something cannot be understood.</summary>
    public static Arguments? Read(Queue<string> words)
    {
        var read = new Arguments();
        while (words.TryDequeue(out var word))
        {
            if (word is "--quick" or "--sql" or "--pause")
            {
                read = word == "--quick" ? read with { IsQuick = true } : word == "--sql" ? read with { ShowsSql = true } : read with { Pauses = true };
            }
            else if (!word.StartsWith('-'))
            {
                read = read with { Scenarios = [.. read.Scenarios, word] };
            }
            else if (word == "--write" && words.TryDequeue(out var file))
            {
                read = read with { File = file };
            }
            else if (word is "--connections" or "--sign-ins" && words.TryDequeue(out var text) && int.TryParse(text, CultureInfo.InvariantCulture, out var number) && number > 0)
            {
                read = word == "--connections" ? read with { Connections = number } : read with { SignIns = number };
            }
            else
            {
                return null;
            }
        }

        return read;
    }
}
