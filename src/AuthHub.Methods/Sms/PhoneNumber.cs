namespace AuthHub.Methods.Sms;

/// <summary>A telephone number in E.164: a plus sign and 8 to 15 digits.</summary>
public sealed record PhoneNumber
{
    private const int MaxTyped = 40;

    /// <summary>Country codes of one and two digits (ITU-T E.164 list); all others have three.</summary>
    private static readonly HashSet<string> ShortCodes =
    [
        "1", "7", "20", "27", "30", "31", "32", "33", "34", "36", "39", "40", "41", "43", "44", "45", "46", "47", "48", "49", "51", "52", "53", "54", "55",
        "56", "57", "58", "60", "61", "62", "63", "64", "65", "66", "81", "82", "84", "86", "90", "91", "92", "93", "94", "95", "98",
    ];

    /// <summary>Countries whose numbers keep a leading zero behind the country code.</summary>
    private static readonly HashSet<string> ZeroKept = ["39", "225", "242", "378", "379"];

    private PhoneNumber(string country, string rest)
    {
        Text = $"+{country}{rest}";
        Masked = $"+{country} {new string('•', rest.Length - 2)}{rest[^2..]}";
        Prefix = Text[1..5];
    }

    /// <summary>The number itself.</summary>
    public string Text { get; }

    /// <summary>What may be shown: country and the last two digits.</summary>
    public string Masked { get; }

    /// <summary>The first four digits, by which floods to one range are counted.</summary>
    public string Prefix { get; }

    /// <summary>
    /// Reads what people type (S-114): blanks, dots, brackets, slashes and hyphens are ignored, <c>00</c> may stand for the plus sign, and
    /// the zero that numbers have inside their country is dropped (S-095). Null when no number with country code remains.
    /// </summary>
    public static PhoneNumber? Parse(string typed)
    {
        if (typed.Length is 0 or > MaxTyped)
        {
            return null;
        }

        var signs = string.Concat(typed.Replace("(0)", "", StringComparison.Ordinal).Where(sign => !IsDecoration(sign)));
        var digits = signs.StartsWith('+') ? signs[1..] : signs.StartsWith("00", StringComparison.Ordinal) ? signs[2..] : "";
        if (digits.Length is < 8 or > 16 || digits[0] == '0' || !digits.All(char.IsAsciiDigit))
        {
            return null;
        }

        var country = ShortCodes.Contains(digits[..1]) ? digits[..1] : ShortCodes.Contains(digits[..2]) ? digits[..2] : digits[..3];
        var rest = digits[country.Length..];
        if (rest[0] == '0' && !ZeroKept.Contains(country))
        {
            rest = rest[1..];
        }

        return country.Length + rest.Length is >= 8 and <= 15 && !(rest[0] == '0' && !ZeroKept.Contains(country)) ? new PhoneNumber(country, rest) : null;
    }

    /// <summary>Prints the masked form, so that no log shows a whole number by accident.</summary>
    public override string ToString() => Masked;

    private static bool IsDecoration(char sign) =>
        sign is '.' or '(' or ')' or '/' or '-' || char.GetUnicodeCategory(sign)
            is System.Globalization.UnicodeCategory.SpaceSeparator or System.Globalization.UnicodeCategory.DashPunctuation;
}
