using System.Collections.Concurrent;
using AuthHub.SignIn.Messages;

namespace AuthHub.Web.Tests.Admin;

/// <summary>Keeps the mails instead of sending them.</summary>
public sealed class Outbox : IMessageGateway
{
    private readonly ConcurrentQueue<Message> _mails = new();

    public string Kind => "mail";

    public IReadOnlyList<Message> To(string address) => [.. _mails.Where(mail => mail.To == address)];

    public Task SendAsync(Message message, CancellationToken cancellationToken)
    {
        _mails.Enqueue(message);
        return Task.CompletedTask;
    }
}
