using System.Globalization;
using System.Text;

namespace AuthHub.SignIn.Users;

/// <summary>Brings names to the plain letters people type when they search: lower case, without marks (Unicode Standard, section 5.18, loose matching).</summary>
public static class Folding
{
    public static string Of(string text)
    {
        var plain = new StringBuilder(text.Length);
        foreach (var rune in Normal(text).EnumerateRunes())
        {
            if (Rune.GetUnicodeCategory(rune) is not (UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark or UnicodeCategory.EnclosingMark))
            {
                plain.Append(Letter(Rune.ToLowerInvariant(rune)));
            }
        }

        return plain.ToString();
    }

    /// <summary>A lone surrogate has no normal form; it is nobody's name either.</summary>
    private static string Normal(string text)
    {
        try
        {
            return text.Normalize(NormalizationForm.FormKD);
        }
        catch (ArgumentException)
        {
            return text;
        }
    }

    /// <summary>Latin letters that do not come apart into a letter and a mark.</summary>
    private static string Letter(Rune rune) => rune.Value switch
    {
        'ł' => "l",
        'ø' => "o",
        'đ' or 'ð' => "d",
        'ħ' => "h",
        'ı' => "i",
        'ß' => "ss",
        'æ' => "ae",
        'œ' => "oe",
        'þ' => "th",
        _ => rune.ToString(),
    };
}
