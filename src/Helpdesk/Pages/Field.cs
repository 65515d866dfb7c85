namespace Helpdesk.Pages;

/// <summary>A labelled field of a form with its hint and its error, tied together for screen readers. <c>Wrong</c> names the text of the error.</summary>
public sealed record Field(string Name, string Label, string? Hint, string? Wrong)
{
    public string? Value { get; init; }

    public int Longest { get; init; }

    public int Lines { get; init; }

    /// <summary>The ids of the texts that describe the field.</summary>
    public string? DescribedBy => (Hint, Wrong) switch
    {
        (null, null) => null,
        (_, null) => $"{Name}-hint",
        (null, _) => $"{Name}-wrong",
        _ => $"{Name}-hint {Name}-wrong",
    };
}
