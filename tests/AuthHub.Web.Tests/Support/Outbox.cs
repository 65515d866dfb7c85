using System.Collections.Concurrent;
using System.Text.RegularExpressions;
using AuthHub.SignIn.Messages;

namespace AuthHub.Web.Tests.Support;

/// <summary>Keeps what would have been sent.</summary>
public sealed partial class Outbox
{
    private readonly ConcurrentQueue<Message> messages = new();

    public IReadOnlyList<Message> To(string to) => [.. messages.Where(message => message.To == to)];

    /// <summary>The code in the newest message to this number.</summary>
    public string NewestCode(string to) => LastLine().Match(To(to)[^1].Text).Groups[1].Value;

    public IMessageGateway Gateway(string kind) => new Carrier(kind, messages);

    [GeneratedRegex(@"#([0-9A-Z]+)\s*$")]
    private static partial Regex LastLine();

    private sealed class Carrier(string kind, ConcurrentQueue<Message> messages) : IMessageGateway
    {
        public string Kind => kind;

        public Task SendAsync(Message message, CancellationToken cancellationToken)
        {
            messages.Enqueue(message);
            return Task.CompletedTask;
        }
    }
}
