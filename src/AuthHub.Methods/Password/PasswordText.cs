using System.Text;

namespace AuthHub.Methods.Password;

/// <summary>Turns what was typed into the bytes that are hashed: one form for one text, whole, and bounded.</summary>
internal static class PasswordText
{
    /// <summary>Most bytes that are ever hashed; a longer text is refused, never cut.</summary>
    public const int MaxBytes = 1024;

    /// <summary>UTF-8 of the NFC form (NIST SP 800-63B-4 section 3.1.1.2); null for a text that cannot be a password here.</summary>
    public static byte[]? Bytes(string typed)
    {
        if (typed.Length is 0 or > MaxBytes * 2 || typed.Contains('\0', StringComparison.Ordinal))
        {
            return null;
        }

        try
        {
            var bytes = Encoding.UTF8.GetBytes(typed.Normalize(NormalizationForm.FormC));
            return bytes.Length <= MaxBytes ? bytes : null;
        }
        catch (ArgumentException)
        {
            // A lone surrogate has no normal form.
            return null;
        }
    }
}
