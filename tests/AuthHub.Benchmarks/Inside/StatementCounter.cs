using System.Collections.Concurrent;
using System.Diagnostics;

namespace AuthHub.Benchmarks.Inside;

/// <summary>Counts the statements sent to PostgreSQL by listening to Npgsql's own activities.</summary>
internal sealed class StatementCounter : IDisposable
{
    private readonly ConcurrentQueue<string> texts = new();
    private ActivityListener? listener;

    public void Begin()
    {
        texts.Clear();
        listener?.Dispose();
        listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == "Npgsql",
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData,
            ActivityStopped = activity =>
            {
                if ((activity.GetTagItem("db.query.text") ?? activity.GetTagItem("db.statement")) is string text)
                {
                    texts.Enqueue(string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)));
                }
            },
        };
        ActivitySource.AddActivityListener(listener);
    }

    /// <summary>The statements since, joined by a character that occurs in none.</summary>
    public string End()
    {
        listener?.Dispose();
        listener = null;
        return string.Join('\u001f', texts);
    }

    public void Dispose() => listener?.Dispose();
}
