using System.Text.RegularExpressions;
using AuthHub.SignIn.Users;

namespace AuthHub.SignIn.Administration;

/// <summary>Reads the roles an administrator gives: words separated by blanks or commas, and the tick for the console.</summary>
public static partial class RoleWords
{
    private const int Most = 20;

    /// <summary>The roles in the order typed, each once; null when one of them cannot be a role.</summary>
    public static List<string>? Read(string? typed, bool isAdministrator)
    {
        if (typed is { Length: > 2000 })
        {
            return null;
        }

        var words = (typed ?? "").Split([' ', ',', '\t', '\r', '\n'], StringSplitOptions.RemoveEmptyEntries).Where(word => word != WellKnownRoles.Administrator);
        List<string> roles = [.. isAdministrator ? [WellKnownRoles.Administrator] : Array.Empty<string>(), .. words.Distinct(StringComparer.Ordinal)];
        return roles.Count <= Most && roles.TrueForAll(Word().IsMatch) ? roles : null;
    }

    [GeneratedRegex(@"\A[A-Za-z0-9][A-Za-z0-9._:-]{0,63}\z", RegexOptions.CultureInvariant)]
    private static partial Regex Word();
}
