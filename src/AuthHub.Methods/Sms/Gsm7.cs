using System.Globalization;
using System.Text;

namespace AuthHub.Methods.Sms;

/// <summary>Keeps a message in the basic alphabet of 3GPP TS 23.038, so that 160 signs travel as one message.</summary>
internal static class Gsm7
{
    public const int Signs = 160;

    private const string Basic =
        "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà";

    /// <summary>The text with letters outside the alphabet reduced to their base letter, and what has none left out.</summary>
    public static string Fold(string text)
    {
        var folded = new StringBuilder(text.Length);
        foreach (var sign in text.Normalize(NormalizationForm.FormC))
        {
            if (Basic.Contains(sign, StringComparison.Ordinal))
            {
                folded.Append(sign);
            }
            else if (!char.IsSurrogate(sign))
            {
                folded.Append(string.Concat(sign.ToString(CultureInfo.InvariantCulture).Normalize(NormalizationForm.FormKD).Where(part => Basic.Contains(part, StringComparison.Ordinal))));
            }
        }

        return folded.ToString();
    }
}
