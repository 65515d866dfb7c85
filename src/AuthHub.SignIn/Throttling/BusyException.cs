namespace AuthHub.SignIn.Throttling;

/// <summary>More costly work is waiting than the machine can do soon; the host answers 429 with Retry-After (law L20).</summary>
public sealed class BusyException : Exception
{
    public BusyException()
        : this(TimeSpan.FromSeconds(2))
    {
    }

    public BusyException(string message)
        : base(message)
    {
    }

    public BusyException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    public BusyException(TimeSpan retryAfter)
        : base("Too much costly work is waiting.") => RetryAfter = retryAfter;

    /// <summary>When it is worth coming back.</summary>
    public TimeSpan RetryAfter { get; } = TimeSpan.FromSeconds(2);
}
