namespace Helpdesk.Tickets;

/// <summary>Judges what people type before it goes to the database.</summary>
public static class TypedText
{
    /// <summary>What is wrong with a title: a text name, or null when it is fine.</summary>
    public static string? WrongTitle(string? title) => Wrong(title, Ticket.LongestTitle, "Title", char.IsControl);

    /// <summary>What is wrong with a longer text: a text name, or null when it is fine.</summary>
    public static string? WrongText(string? text) => Wrong(text, Ticket.LongestText, "Text", c => char.IsControl(c) && c is not ('\r' or '\n' or '\t'));

    private static string? Wrong(string? value, int longest, string what, Func<char, bool> unfit)
    {
        if (string.IsNullOrWhiteSpace(value))
        {
            return $"Form.{what}.Missing";
        }

        if (value.Length > longest)
        {
            return $"Form.{what}.TooLong";
        }

        // PostgreSQL cannot keep NUL, and half a surrogate pair is no text in any database.
        return value.Any(unfit) || HasLoneSurrogate(value) ? "Form.Unfit" : null;
    }

    private static bool HasLoneSurrogate(string value)
    {
        for (var at = 0; at < value.Length; at++)
        {
            if (char.IsSurrogatePair(value, at))
            {
                at++;
            }
            else if (char.IsSurrogate(value[at]))
            {
                return true;
            }
        }

        return false;
    }
}
