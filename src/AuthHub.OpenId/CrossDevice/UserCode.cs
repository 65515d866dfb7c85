using System.Security.Cryptography;
using System.Text;

namespace AuthHub.OpenId.CrossDevice;

/// <summary>
/// The code a device shows and a person types (RFC 8628 section 6.1): eight consonants, so that it is never a word and no letter looks like
/// a digit; 34.5 bits, with few tries and little time for each.
/// </summary>
public static class UserCode
{
    private const string Letters = "BCDFGHJKLMNPQRSTVWXZ";

    private const int Length = 8;

    private const int LongestTyped = 64;

    /// <summary>A fresh one, as it is shown.</summary>
    public static string New() => Show(RandomNumberGenerator.GetString(Letters, Length));

    /// <summary>The code somebody meant, as it is shown, typed in either case, with or without hyphen and blanks; null when it can be none.</summary>
    public static string? Read(string? typed)
    {
        if (typed is null || typed.Length > LongestTyped)
        {
            return null;
        }

        var letters = new string([.. typed.Where(char.IsAsciiLetterOrDigit).Select(char.ToUpperInvariant)]);
        return letters.Length == Length && letters.All(Letters.Contains) && typed.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or ' ') ? Show(letters) : null;
    }

    public static byte[] HashOf(string shown) => SHA256.HashData(Encoding.ASCII.GetBytes(shown));

    private static string Show(string letters) => $"{letters[..(Length / 2)]}-{letters[(Length / 2)..]}";
}
