using System.Net;
using System.Net.Sockets;

namespace AuthHub.SignIn.Throttling;

/// <summary>The network an address counts under: an IPv4 address itself, the /64 of an IPv6 address, as one person commands a whole /64.</summary>
public static class NetworkKey
{
    public static string Of(string? address)
    {
        if (!IPAddress.TryParse(address, out var parsed))
        {
            return "unknown";
        }

        parsed = parsed.IsIPv4MappedToIPv6 ? parsed.MapToIPv4() : parsed;
        if (parsed.AddressFamily != AddressFamily.InterNetworkV6)
        {
            return parsed.ToString();
        }

        var bytes = parsed.GetAddressBytes();
        bytes.AsSpan(8).Clear();
        return new IPAddress(bytes) + "/64";
    }
}
