using AuthHub.SignIn.Messages;

namespace AuthHub.Demo.Messages;

/// <summary>Carries every kind of message no further than into the outbox.</summary>
internal sealed class OutboxGateway(string kind, Outbox outbox) : IMessageGateway
{
    public static IReadOnlyList<string> Kinds { get; } = ["sms", "mail", "voice", "whatsapp", "push"];

    public string Kind => kind;

    public Task SendAsync(Message message, CancellationToken cancellationToken)
    {
        outbox.Add(message);
        return Task.CompletedTask;
    }
}
