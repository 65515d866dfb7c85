using Microsoft.AspNetCore.WebUtilities;

namespace AuthHub.Web.Pages.Admin;

/// <summary>Where one stands in a long list, and the addresses of its neighbours.</summary>
/// <param name="Path">The list's own address.</param>
/// <param name="Filter">What the list is narrowed to.</param>
/// <param name="Number">The page shown, from 1.</param>
/// <param name="HasNext">Whether another one follows.</param>
public sealed record Pager(string Path, IReadOnlyDictionary<string, string?> Filter, int Number, bool HasNext)
{
    public string Address(int number) =>
        QueryHelpers.AddQueryString(Path, Filter.Where(pair => !string.IsNullOrEmpty(pair.Value)).Append(new("page", number.ToString(System.Globalization.CultureInfo.InvariantCulture))));
}
