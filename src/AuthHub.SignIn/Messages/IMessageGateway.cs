namespace AuthHub.SignIn.Messages;

/// <summary>Carries a message out of AuthHub: one gateway for each kind that is set up.</summary>
public interface IMessageGateway
{
    /// <summary>The kind it carries: <c>sms</c>, <c>mail</c>, <c>voice</c>, <c>whatsapp</c> or <c>push</c>.</summary>
    string Kind { get; }

    /// <summary>Hands the message over. Throws <see cref="MessageNotSentException"/> when the carrier refused it or did not answer in time.</summary>
    Task SendAsync(Message message, CancellationToken cancellationToken);
}
