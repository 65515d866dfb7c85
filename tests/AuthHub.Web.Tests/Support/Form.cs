using System.Net;
using System.Text.RegularExpressions;

namespace AuthHub.Web.Tests.Support;

/// <summary>A form of a page: where it goes, what it carries unasked, and which buttons it has.</summary>
public sealed partial record Form(string Action, IReadOnlyDictionary<string, string> Fields, IReadOnlyList<(string Name, string Value)> Buttons)
{
    public const string TokenField = "__RequestVerificationToken";

    public static IReadOnlyList<Form> All(string html) => [.. Forms().Matches(html).Select(match => Read(match.Value))];

    private static Form Read(string form)
    {
        var fields = new Dictionary<string, string>();
        foreach (var input in Inputs().Matches(form).Select(match => match.Value))
        {
            if (Of(input, "name") is { } name)
            {
                fields[name] = Of(input, "value") ?? "";
            }
        }

        var buttons = Buttons_().Matches(form).Select(match => (Of(match.Value, "name") ?? "", Of(match.Value, "value") ?? "")).Where(button => button.Item1.Length > 0);
        return new Form(Of(Forms().Match(form).Groups[1].Value, "action") ?? "", fields, [.. buttons]);
    }

    private static string? Of(string tag, string attribute)
    {
        var match = Regex.Match(tag, $"\\s{attribute}=\"([^\"]*)\"");
        return match.Success ? WebUtility.HtmlDecode(match.Groups[1].Value) : null;
    }

    [GeneratedRegex("<form([^>]*)>.*?</form>", RegexOptions.Singleline)]
    private static partial Regex Forms();

    [GeneratedRegex("<input[^>]*>")]
    private static partial Regex Inputs();

    [GeneratedRegex("<button[^>]*>")]
    private static partial Regex Buttons_();
}
