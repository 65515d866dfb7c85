using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace AuthHub.OpenId.MutualTls;

/// <summary>Takes the client certificate from the header of a proxy that was named in the settings, and from nobody else's (attack CLI-16).</summary>
public static class ForwardedCertificates
{
    private const int Longest = 16 * 1024;

    /// <summary>Must come before anything that replaces the peer's address by a forwarded one.</summary>
    public static IApplicationBuilder UseForwardedCertificates(this IApplicationBuilder app)
    {
        var settings = app.ApplicationServices.GetRequiredService<IOptions<OpenIdSettings>>().Value.MutualTls;
        if (settings.ProxyHeader is not { } header)
        {
            return app;
        }

        var proxies = settings.TrustedProxies.Select(Network).ToArray();
        return app.Use((context, next) =>
        {
            if (context.Connection.RemoteIpAddress is { } peer && IsAmong(proxies, peer))
            {
                // The proxy's own certificate is not the client's, so without the header there is none.
                context.Connection.ClientCertificate = context.Request.Headers[header] is { Count: 1 } values ? Read(values.ToString()) : null;
            }

            return next(context);
        });
    }

    /// <summary>Reads what nginx (percent-encoded PEM), HAProxy and Traefik (DER in base64) and RFC 9440 write; null for anything else.</summary>
    internal static X509Certificate2? Read(string value)
    {
        try
        {
            return value.Length > Longest ? null
                : value.StartsWith("-----BEGIN", StringComparison.Ordinal) ? X509Certificate2.CreateFromPem(Uri.UnescapeDataString(value))
                : X509CertificateLoader.LoadCertificate(Convert.FromBase64String(value is [':', .. var inner, ':'] ? inner : value));
        }
        catch (Exception broken) when (broken is CryptographicException or FormatException)
        {
            return null;
        }
    }

    private static bool IsAmong(IPNetwork[] proxies, IPAddress peer)
    {
        var address = peer.IsIPv4MappedToIPv6 ? peer.MapToIPv4() : peer;
        return Array.Exists(proxies, proxy => proxy.Contains(address));
    }

    private static IPNetwork Network(string proxy) =>
        IPNetwork.TryParse(proxy, out var network) ? network : new IPNetwork(IPAddress.Parse(proxy), IPAddress.Parse(proxy).GetAddressBytes().Length * 8);
}
