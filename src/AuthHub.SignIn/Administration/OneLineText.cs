using System.Globalization;
using System.Text;

namespace AuthHub.SignIn.Administration;

/// <summary>Reads one line an administrator typed: every letter of every script, nothing that breaks or turns lines.</summary>
public static class OneLineText
{
    /// <summary>The text without blanks around it; null when it is empty, longer than <paramref name="longest"/> or holds what is not of a line.</summary>
    public static string? Read(string? typed, int longest)
    {
        var text = typed?.Trim();
        return text is { Length: > 0 } && text.Length <= longest && text.EnumerateRunes().All(IsPlain) ? text : null;
    }

    // A lone surrogate is enumerated as the replacement character. U+200C and U+200D belong to words of some languages; the other
    // format characters turn the direction of text or hide.
    private static bool IsPlain(Rune rune) =>
        rune.Value is 0x200C or 0x200D
        || (rune != Rune.ReplacementChar && Rune.GetUnicodeCategory(rune)
            is not (UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator));
}
