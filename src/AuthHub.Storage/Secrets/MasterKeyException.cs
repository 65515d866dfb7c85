namespace AuthHub.Storage.Secrets;

/// <summary>The master key is missing, malformed or not the one the database was sealed with. Stops the start; the message says what to do.</summary>
public sealed class MasterKeyException : Exception
{
    public MasterKeyException()
    {
    }

    public MasterKeyException(string message)
        : base(message)
    {
    }

    public MasterKeyException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
