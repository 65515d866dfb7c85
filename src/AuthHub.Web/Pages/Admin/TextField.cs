namespace AuthHub.Web.Pages.Admin;

/// <summary>A field of a form; its label and hint are texts named after it.</summary>
public sealed record TextField(string Name, string? Value, int Longest, string? Error)
{
    public string Type { get; init; } = "text";

    public bool Required { get; init; } = true;

    /// <summary>The only field of its form: nothing has to be told apart by a mark.</summary>
    public bool IsOnly { get; init; }

    /// <summary>More than one line of text, one value on each.</summary>
    public bool IsLines { get; init; }

    public string Autocomplete { get; init; } = "off";

    /// <summary>A hint that is not among the page's texts.</summary>
    public string? Hint { get; init; }
}
