using System.Globalization;
using AuthHub.SignIn.Authenticators;
using AuthHub.SignIn.Users;

namespace AuthHub.Web.Browser;

/// <summary>
/// The two letters on a person's avatar. They come from the display name (S-008). A name nobody has gets two letters as
/// well, the same ones every time, so that the avatar does not tell strangers who exists (law L13).
/// </summary>
public sealed class Initials(ISecretBox box)
{
    private const string SecondLetters = "ABDEGIJKLMNOPRSTUVZ";

    public string Of(User? user, string? identifier)
    {
        var words = (user?.DisplayName ?? (identifier ?? "").Split('@')[0]).Split(
            user is null ? [' ', '.', '_', '-', '@'] : [' '], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        return words switch
        {
            [] => "??",
            [var only] when user is null => First(only) + SecondLetters[box.Stable("initials:" + Identifier.Canonical(identifier))[0] % SecondLetters.Length],
            [var only] => First(only) + (only.Length > 1 ? char.ToUpper(only[1], CultureInfo.CurrentUICulture) : "?"),
            [var first, .., var last] => First(first) + First(last),
        };
    }

    private static string First(string word) => StringInfo.GetNextTextElement(word).ToUpper(CultureInfo.CurrentUICulture);
}
