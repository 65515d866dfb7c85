using System.Globalization;

namespace AuthHub.Demo.Time;

/// <summary>Writes times as RFC 3339 with milliseconds, which every language reads.</summary>
internal static class Moment
{
    public static string Text(DateTimeOffset moment) => moment.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
}
