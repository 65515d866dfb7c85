using System.Globalization;

namespace AuthHub.Demo;

/// <summary>Where the three servers listen, on loopback.</summary>
internal sealed record DemoPorts(int AuthHub, int Helpdesk, int Control)
{
    /// <summary>Reads <c>AUTHHUB_DEMO_PORTS</c>; null for anything that is not three different port numbers.</summary>
    public static DemoPorts? Parse(string text)
    {
        var ports = text.Split(',', StringSplitOptions.TrimEntries)
            .Select(part => ushort.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out var port) ? port : 0)
            .ToArray();
        return ports.Length == 3 && !ports.Contains(0) && ports.Distinct().Count() == 3 ? new DemoPorts(ports[0], ports[1], ports[2]) : null;
    }
}
