using AuthHub.SignIn.Messages;

namespace AuthHub.Demo.Messages;

/// <summary>Keeps the newest messages the demo sent, instead of sending them.</summary>
internal sealed class Outbox(TimeProvider clock)
{
    public const int Most = 10_000;

    private readonly Lock _turn = new();
    private readonly LinkedList<OutboxMessage> _messages = [];

    public void Add(Message message)
    {
        var now = clock.GetUtcNow();
        lock (_turn)
        {
            _messages.AddFirst(new OutboxMessage(Guid.CreateVersion7(now).ToString(), message.Kind, message.To, message.Subject, message.Text, message.Html, now));
            if (_messages.Count > Most)
            {
                _messages.RemoveLast();
            }
        }
    }

    /// <summary>Newest first; no kinds and no address mean all.</summary>
    public IReadOnlyList<OutboxMessage> Find(IReadOnlyCollection<string> kinds, string? to)
    {
        var recipient = string.IsNullOrWhiteSpace(to) ? null : Comparable(to);
        lock (_turn)
        {
            return [.. _messages.Where(message =>
                (kinds.Count == 0 || kinds.Contains(message.Kind, StringComparer.OrdinalIgnoreCase))
                && (recipient is null || Comparable(message.To) == recipient))];
        }
    }

    public void Clear()
    {
        lock (_turn)
        {
            _messages.Clear();
        }
    }

    /// <summary>Addresses in any case, numbers in any spelling; a plus sign that became a blank on its way through a query is a plus sign.</summary>
    private static string Comparable(string to)
    {
        var text = to.Trim().ToLowerInvariant();
        if (text.Contains('@', StringComparison.Ordinal))
        {
            return text.Replace(' ', '+');
        }

        var digits = string.Concat(text.Where(char.IsAsciiDigit));
        return digits.Length == 0 ? text : digits.StartsWith("00", StringComparison.Ordinal) ? digits[2..] : digits;
    }
}
