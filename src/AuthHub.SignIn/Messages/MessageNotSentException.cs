namespace AuthHub.SignIn.Messages;

/// <summary>The carrier did not take the message.</summary>
public sealed class MessageNotSentException : Exception
{
    public MessageNotSentException()
    {
    }

    public MessageNotSentException(string message)
        : base(message)
    {
    }

    public MessageNotSentException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
