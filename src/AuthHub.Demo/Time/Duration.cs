using System.Globalization;
using System.Text.RegularExpressions;
using System.Xml;

namespace AuthHub.Demo.Time;

/// <summary>Reads ISO 8601 durations such as <c>PT31M</c>, <c>P1DT2H</c>, <c>P2W</c> and <c>-PT1H</c>.</summary>
internal static partial class Duration
{
    public static TimeSpan? Parse(string text)
    {
        var duration = text.Trim().TrimStart('+').ToUpperInvariant();
        try
        {
            return Weeks().Match(duration) is { Success: true } weeks
                ? TimeSpan.FromDays((weeks.Groups[1].Length > 0 ? -7 : 7) * int.Parse(weeks.Groups[2].Value, CultureInfo.InvariantCulture))
                : XmlConvert.ToTimeSpan(duration);
        }
        catch (Exception failure) when (failure is FormatException or OverflowException)
        {
            return null;
        }
    }

    [GeneratedRegex("^(-?)P([0-9]{1,4})W$", RegexOptions.CultureInvariant)]
    private static partial Regex Weeks();
}
