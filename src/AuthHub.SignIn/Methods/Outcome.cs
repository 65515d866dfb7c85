namespace AuthHub.SignIn.Methods;

/// <summary>What became of an answer or a question, for the page to show.</summary>
public abstract record Outcome
{
    private Outcome()
    {
    }

    /// <summary>Done: the next step is due.</summary>
    public sealed record Done : Outcome;

    /// <summary>Not right; stay and try again.</summary>
    public sealed record Rejected(string Message, string? Field = null) : Outcome;

    /// <summary>Too many tries; nothing was evaluated.</summary>
    public sealed record Wait(TimeSpan RetryAfter) : Outcome;

    /// <summary>This authenticator is locked; nothing was evaluated, or this was the last try.</summary>
    public sealed record Locked : Outcome;

    /// <summary>The question is no longer open (expired, answered, tries used up, or the account changed): ask again.</summary>
    public sealed record Gone : Outcome;
}
