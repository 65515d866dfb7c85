using System.Globalization;
using System.Text;

namespace AuthHub.SignIn.Users;

/// <summary>Turns what people type as username or e-mail address into the one form that is stored, compared and counted (one counter per person, whatever the spelling).</summary>
public static class Identifier
{
    /// <summary>Longest identifier accepted, in UTF-16 units; an e-mail address has at most 254 characters (RFC 5321 section 4.5.3.1).</summary>
    public const int MaxLength = 254;

    /// <summary>Trimmed, lower case, NFKC, without a trailing dot; null when the text cannot be anybody's identifier.</summary>
    public static string? Canonical(string? typed)
    {
        if (string.IsNullOrWhiteSpace(typed) || typed.Length > MaxLength * 2)
        {
            return null;
        }

        string text;
        try
        {
            // Normalised once more at the end: some lower-case letters have a composed form that their capitals lack (RFC 8265 section 3.3).
            text = typed.Trim().Normalize(NormalizationForm.FormKC).Trim().TrimEnd('.').ToLowerInvariant().Normalize(NormalizationForm.FormKC);
        }
        catch (ArgumentException)
        {
            // A lone surrogate has no normal form.
            return null;
        }

        var acceptable = text.Length is > 0 and <= MaxLength
            && !text.EnumerateRunes().Any(rune => Rune.GetUnicodeCategory(rune)
                is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator
                or UnicodeCategory.ParagraphSeparator or UnicodeCategory.SpaceSeparator or UnicodeCategory.PrivateUse);
        return acceptable ? text : null;
    }
}
