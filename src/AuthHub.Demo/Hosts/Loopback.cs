using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;
using Microsoft.Extensions.Configuration.Memory;

namespace AuthHub.Demo.Hosts;

/// <summary>Binds to this machine's own addresses and to nothing else.</summary>
internal static class Loopback
{
    private const string Refused = "The demo listens on loopback only: take away the setting";

    /// <summary>Makes a host that listens on <c>localhost</c> (IPv4, and IPv6 where there is any) at one port.</summary>
    public static void Listen(this WebApplicationBuilder builder, int port, DemoCertificate? certificate)
    {
        RefuseOthers(builder.Configuration);
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.ListenLocalhost(port, listen =>
        {
            if (certificate is not null)
            {
                listen.UseHttps(certificate.Use);
            }
        }));
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = TimeSpan.FromSeconds(5));
    }

    /// <summary>Defaults of the demo, which environment variables may overrule.</summary>
    public static void Prefer(this ConfigurationManager configuration, IEnumerable<KeyValuePair<string, string?>> defaults) =>
        configuration.Sources.Insert(0, new MemoryConfigurationSource { InitialData = defaults });

    /// <summary>Ends the start when another program has one of the ports, before anything else is touched.</summary>
    public static void RequireFree(DemoPorts ports)
    {
        foreach (var port in new[] { ports.AuthHub, ports.Helpdesk, ports.Control })
        {
            Require(IPAddress.Loopback, port);
            if (Socket.OSSupportsIPv6 && NetworkInterface.GetAllNetworkInterfaces().Any(one => one.NetworkInterfaceType == NetworkInterfaceType.Loopback && one.Supports(NetworkInterfaceComponent.IPv6)))
            {
                Require(IPAddress.IPv6Loopback, port);
            }
        }
    }

    private static void Require(IPAddress address, int port)
    {
        try
        {
            using var listener = new TcpListener(address, port);
            listener.Start();
        }
        catch (SocketException failure) when (failure.SocketErrorCode == SocketError.AddressAlreadyInUse)
        {
            throw new StopException($"Port {port} is in use by another program (is the demo running already?): end it, or set AUTHHUB_DEMO_PORTS to three free ports.", StopException.Unable);
        }
        catch (SocketException failure) when (failure.SocketErrorCode == SocketError.AccessDenied)
        {
            throw new StopException($"Port {port} needs rights this user does not have: set AUTHHUB_DEMO_PORTS to three ports from 1024 up.", StopException.Unable);
        }
        catch (SocketException)
        {
            // No such address on this machine: nothing will listen there.
        }
    }

    private static void RefuseOthers(ConfigurationManager configuration)
    {
        if (configuration.GetSection("Kestrel:Endpoints").GetChildren().Any())
        {
            throw new StopException($"{Refused} Kestrel:Endpoints and use AUTHHUB_DEMO_PORTS.", StopException.Wrong);
        }

        var addresses = (configuration["urls"] ?? "").Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        if (addresses.Any(address => !(Uri.TryCreate(address, UriKind.Absolute, out var uri) && uri.IsLoopback)))
        {
            throw new StopException($"{Refused} ASPNETCORE_URLS and use AUTHHUB_DEMO_PORTS.", StopException.Wrong);
        }

        // Harmless ones would only make the server say that they are overruled.
        configuration["urls"] = null;
        configuration["http_ports"] = null;
        configuration["https_ports"] = null;
    }
}
