using System.Globalization;
using System.Runtime;

namespace AuthHub.Benchmarks.Inside;

/// <summary>Sits in the measured server and answers questions put on its standard input; does nothing in between.</summary>
internal static class Observer
{
    public const string Switch = "AUTHHUB_BENCHMARK";
    public const string WithHash = "observe";
    public const string WithoutHash = "without-hash";
    public const string Mark = "##benchmark ";

    public static void Start(bool withoutHash)
    {
        if (withoutHash)
        {
            CheapHash.Install();
        }

        new Thread(Answer) { IsBackground = true, Name = "benchmark" }.Start();
    }

    private static void Answer()
    {
        using var statements = new StatementCounter();
        while (Console.In.ReadLine() is { } question)
        {
            switch (question)
            {
                case "count":
                    statements.Begin();
                    Say("counting");
                    break;
                case "counted":
                    Say(statements.End());
                    break;
                case "collect":
                    GCSettings.LargeObjectHeapCompactionMode = GCLargeObjectHeapCompactionMode.CompactOnce;
                    GC.Collect(2, GCCollectionMode.Aggressive, blocking: true, compacting: true);
                    Say(Figures());
                    break;
                default:
                    Say(Figures());
                    break;
            }
        }
    }

    private static string Figures() => string.Create(
        CultureInfo.InvariantCulture,
        $"{GC.GetTotalAllocatedBytes()} {GC.GetTotalMemory(false)} {GC.GetGCMemoryInfo().TotalCommittedBytes} {GC.CollectionCount(0)} {GC.CollectionCount(2)}");

    private static void Say(string answer)
    {
        Console.Out.WriteLine(Mark + answer);
        Console.Out.Flush();
    }
}
