namespace AuthHub.Demo;

/// <summary>Ends the demo with one sentence for the person who started it.</summary>
internal sealed class StopException : Exception
{
    /// <summary>A setting or an argument is wrong.</summary>
    public const int Wrong = 2;

    /// <summary>Something the demo needs is not to be had.</summary>
    public const int Unable = 1;

    public StopException()
    {
    }

    public StopException(string message)
        : base(message)
    {
    }

    public StopException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    public StopException(string message, int exitCode)
        : base(message) => ExitCode = exitCode;

    public int ExitCode { get; } = Unable;
}
