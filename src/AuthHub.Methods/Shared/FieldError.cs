using Microsoft.AspNetCore.Mvc.ViewFeatures;

namespace AuthHub.Methods.Shared;

/// <summary>The error the host hands to a partial page, and whether it belongs to a given field.</summary>
public sealed record FieldError(string? Message, string? Field)
{
    public static FieldError Of(ViewDataDictionary view) => new(view["Error"] as string, view["ErrorField"] as string);

    /// <summary>The message for a field; an error without a field belongs to the page's first one.</summary>
    public string? For(string field, bool first = false) =>
        string.IsNullOrEmpty(Message) ? null
        : field == Field || (first && string.IsNullOrEmpty(Field)) ? Message
        : null;
}
