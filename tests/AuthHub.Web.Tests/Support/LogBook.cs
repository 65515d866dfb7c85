using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace AuthHub.Web.Tests.Support;

/// <summary>Keeps all that the host logs, down to debug level, with every value and exception.</summary>
public sealed class LogBook : ILoggerProvider
{
    private readonly ConcurrentQueue<LogLine> lines = new();

    public IReadOnlyCollection<LogLine> Lines => [.. lines];

    public ILogger CreateLogger(string categoryName) => new Writer(categoryName, lines);

    public void Dispose()
    {
    }

    private sealed class Writer(string category, ConcurrentQueue<LogLine> lines) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            var values = state is IEnumerable<KeyValuePair<string, object?>> pairs ? string.Join(' ', pairs.Select(pair => $"{pair.Key}={pair.Value}")) : "";
            lines.Enqueue(new LogLine(category, logLevel, formatter(state, exception), values, exception?.ToString() ?? ""));
        }
    }
}

/// <summary>One logged line.</summary>
public sealed record LogLine(string Category, LogLevel Level, string Text, string Values, string Exception)
{
    public override string ToString() => $"{Level} {Category}: {Text} {Values} {Exception}";
}
