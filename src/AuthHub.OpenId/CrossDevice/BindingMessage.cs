using System.Globalization;
using System.Text;

namespace AuthHub.OpenId.CrossDevice;

/// <summary>
/// The words a client shows where it asks, for the person to compare (CIBA Core section 7.1): one short plain line. What could be taken for
/// something else, such as links, mark-up, hidden or reordering characters, is refused rather than mended (attacks XDV-06, XDV-09).
/// </summary>
internal static class BindingMessage
{
    public const int Longest = 64;

    private const string Punctuation = " .,:;!?'()/+-#&%@*=_\"";

    public static bool IsPlain(string text) =>
        text.Length <= Longest
        && text == text.Trim()
        && !text.Contains("  ", StringComparison.Ordinal)
        && !text.Contains("//", StringComparison.Ordinal)
        && !text.Contains("www.", StringComparison.OrdinalIgnoreCase)
        && text.EnumerateRunes().All(IsPlain)
        && text.IsNormalized(NormalizationForm.FormC);

    private static bool IsPlain(Rune rune) =>
        Rune.IsLetter(rune) || Rune.GetUnicodeCategory(rune) is UnicodeCategory.DecimalDigitNumber or UnicodeCategory.CurrencySymbol
        || (rune.IsAscii && Punctuation.Contains((char)rune.Value, StringComparison.Ordinal));
}
