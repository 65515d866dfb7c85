using System.Text.Json;
using System.Text.RegularExpressions;

namespace AuthHub.OpenId.Details;

/// <summary>Authorization details as a person is asked about them.</summary>
/// <param name="Sentence">What a yes means; holds values of strangers, to be escaped.</param>
/// <param name="Members">Everything that is asked for and not in the sentence: what is not shown is not agreed to (attack CON-03).</param>
public sealed partial record DetailWords(string Sentence, IReadOnlyList<KeyValuePair<string, string>> Members)
{
    public static DetailWords Of(JsonElement details, IEnumerable<DetailType> types)
    {
        var values = Leaves(details, "").Where(leaf => leaf.Key != "type").ToList();
        var told = new HashSet<string>(StringComparer.Ordinal);
        var words = types.First(type => type.Type == details.GetProperty("type").GetString()).Words;
        var sentence = Place().Replace(words, place =>
        {
            var name = place.Groups[1].Value;
            told.Add(name);
            return string.Join(", ", values.Where(value => value.Key == name).Select(value => value.Value));
        });
        return new DetailWords(sentence, [.. values.Where(value => !told.Contains(value.Key))]);
    }

    /// <summary>Every value with the names that lead to it.</summary>
    private static IEnumerable<KeyValuePair<string, string>> Leaves(JsonElement value, string name) => value.ValueKind switch
    {
        JsonValueKind.Object => value.EnumerateObject().SelectMany(member => Leaves(member.Value, name.Length == 0 ? member.Name : $"{name}.{member.Name}")),
        JsonValueKind.Array => value.EnumerateArray().SelectMany(one => Leaves(one, name)),
        _ => [new(name, value.ToString())],
    };

    [GeneratedRegex(@"\{([^{}]+)\}")]
    private static partial Regex Place();
}
