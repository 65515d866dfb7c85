namespace AuthHub.Web.Browser;

/// <summary>What a form that was not accepted leaves for the page shown next: what was wrong, and what was typed and is no secret.</summary>
public sealed record FormNote
{
    public required DateTimeOffset Until { get; init; }

    /// <summary>The last part of the address of the form's page.</summary>
    public required string Place { get; init; }

    /// <summary>What was wrong, by field; no field's name stands for the form as a whole.</summary>
    public required IReadOnlyDictionary<string, string> Faults { get; init; }

    public required IReadOnlyDictionary<string, string> Kept { get; init; }

    /// <summary>Seconds to wait before another try; 0 where there is nothing to wait for.</summary>
    public int RetryAfter { get; init; }

    /// <summary>Nothing was looked at: a fresh proof had to come first.</summary>
    public bool IsUnsent { get; init; }
}
