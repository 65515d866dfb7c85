using System.Buffers;

namespace AuthHub.OpenId.Tokens;

/// <summary>The <c>scope</c> parameter (RFC 6749 section 3.3).</summary>
public static class ScopeList
{
    private static readonly SearchValues<char> Allowed = SearchValues.Create([.. Enumerable.Range('!', '~' - '!' + 1).Select(c => (char)c).Where(c => c is not ('"' or '\\'))]);

    /// <summary>Each scope once, in the order given; null when a character is not allowed or nothing is left.</summary>
    public static List<string>? Read(string text)
    {
        var scopes = new List<string>();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var scope in text.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            if (scope.AsSpan().ContainsAnyExcept(Allowed))
            {
                return null;
            }

            if (seen.Add(scope))
            {
                scopes.Add(scope);
            }
        }

        return scopes.Count > 0 ? scopes : null;
    }
}
