using System.Globalization;
using System.Text;

namespace AuthHub.Storage.Mapping;

/// <summary>Makes text from outside safe to keep in a record: no control or direction characters, a bounded length.</summary>
internal static class OneLine
{
    public static string? Of(string? text, int maxLength)
    {
        if (text is null)
        {
            return null;
        }

        var result = new StringBuilder(Math.Min(text.Length, maxLength));
        foreach (var rune in text.EnumerateRunes())
        {
            if (result.Length + rune.Utf16SequenceLength > maxLength)
            {
                break;
            }

            if (Rune.GetUnicodeCategory(rune) is not (UnicodeCategory.Control or UnicodeCategory.Format
                or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator))
            {
                result.Append(rune);
            }
        }

        return result.ToString();
    }
}
