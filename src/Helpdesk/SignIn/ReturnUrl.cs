using System.Buffers;

namespace Helpdesk.SignIn;

/// <summary>Decides where a person may be sent back to after sign-in: pages of this helpdesk only.</summary>
public static class ReturnUrl
{
    private const int Longest = 1024;

    // Everything our own addresses are made of, and nothing that a browser or a proxy could read as another host.
    private static readonly SearchValues<char> Allowed =
        SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789/-_.~?=&%+");

    /// <summary>The address when it is local, else the front page.</summary>
    public static string OrHome(string? candidate) => IsLocal(candidate) ? candidate! : "/";

    public static bool IsLocal(string? candidate) =>
        candidate is { Length: > 0 and <= Longest }
        && candidate[0] == '/'
        && !candidate.AsSpan().ContainsAnyExcept(Allowed)
        && !candidate.Contains("//", StringComparison.Ordinal)
        && !candidate.Contains("..", StringComparison.Ordinal)
        && EscapesAreHarmless(candidate);

    // No escaped control character, dot, slash or backslash: they could become a path of their own when somebody decodes once more.
    private static bool EscapesAreHarmless(string candidate)
    {
        for (var at = candidate.IndexOf('%', StringComparison.Ordinal); at >= 0; at = candidate.IndexOf('%', at + 1))
        {
            if (at + 2 >= candidate.Length
                || !byte.TryParse(candidate.AsSpan(at + 1, 2), System.Globalization.NumberStyles.AllowHexSpecifier, null, out var value)
                || value is < 0x20 or 0x7f or (byte)'.' or (byte)'/' or (byte)'\\')
            {
                return false;
            }
        }

        return true;
    }
}
