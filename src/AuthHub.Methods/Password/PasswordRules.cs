using System.Globalization;
using System.Text;
using AuthHub.SignIn.Users;
using Microsoft.Extensions.Localization;
using Microsoft.Extensions.Options;

namespace AuthHub.Methods.Password;

/// <summary>Whether a new password may be used: length, block list, nothing of the person's own; by preset also kinds of characters.</summary>
public sealed class PasswordRules(IOptions<PasswordSettings> settings, IStringLocalizer<PasswordTexts> texts)
{
    private const int MaxJudged = 64;

    /// <summary>One line for beside the field.</summary>
    public string Hint => texts[FourKinds ? "HintFourKinds" : "Hint", settings.Value.EffectiveMinLength];

    private bool FourKinds => settings.Value.Preset == "eu-login";

    /// <summary>Why a password may not be used, in the person's language; null when it may.</summary>
    /// <param name="password">The text as typed.</param>
    /// <param name="user">Whose it will be.</param>
    /// <param name="serviceName">A name every attacker knows.</param>
    public string? Refusal(string password, User user, string serviceName)
    {
        if (password.Length == 0)
        {
            return texts["Empty"];
        }

        if (password.Length > settings.Value.MaxLength * 2)
        {
            return texts["TooLong", settings.Value.MaxLength];
        }

        if (PasswordText.Bytes(password) is not { } bytes)
        {
            return texts["Unusable"];
        }

        // Code points of the NFC form are counted (NIST SP 800-63B-4 section 3.1.1.2).
        var text = Encoding.UTF8.GetString(bytes);
        var length = text.EnumerateRunes().Count();
        var reason = length < settings.Value.EffectiveMinLength ? texts["TooShort", settings.Value.EffectiveMinLength]
            : length > settings.Value.MaxLength ? texts["TooLong", settings.Value.MaxLength]
            : FourKinds && !HasFourKinds(text) ? texts["FourKinds"]
            : IsMostly(text, WordsOf(user, serviceName)) ? texts["Personal"]
            : IsCommon(text) ? texts["Common"]
            : null;
        return reason?.Value;
    }

    private static bool HasFourKinds(string text) =>
        text.Any(char.IsUpper) && text.Any(char.IsLower) && text.Any(char.IsDigit) && text.Any(sign => !char.IsLetterOrDigit(sign));

    /// <summary>Whether at least half of the password is made of words that are known about the person.</summary>
    private static bool IsMostly(string password, IEnumerable<string> words)
    {
        var folded = Fold(password);
        var rest = words.OrderByDescending(word => word.Length).Aggregate(folded, (left, word) => left.Replace(word, "", StringComparison.Ordinal));
        return folded.Length > 0 && rest.Length * 2 <= folded.Length;
    }

    private static IEnumerable<string> WordsOf(User user, string serviceName) =>
        ((IEnumerable<string?>)[user.Username, user.Email?.Split('@')[0], user.Email, serviceName, "authhub", .. user.DisplayName.Split(' ')])
            .OfType<string>().Select(Fold).Where(word => word.Length >= 4).Distinct();

    private static bool IsCommon(string password)
    {
        // The dictionary search grows with the cube of the length; nobody guesses past this many characters word by word.
        var head = password.Length > MaxJudged ? password[..MaxJudged] : password;
        return new Zxcvbn.Zxcvbn(Zxcvbn.Translation.English).EvaluatePassword(head, []).Score < 2;
    }

    /// <summary>Lower case, without accents, blanks and punctuation.</summary>
    private static string Fold(string text) => string.Concat(text.Normalize(NormalizationForm.FormKD).ToLowerInvariant()
        .Where(sign => char.IsLetterOrDigit(sign) && char.GetUnicodeCategory(sign) != UnicodeCategory.NonSpacingMark));
}
