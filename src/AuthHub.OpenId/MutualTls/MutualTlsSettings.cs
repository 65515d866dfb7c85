using System.ComponentModel.DataAnnotations;
using System.Net;

namespace AuthHub.OpenId.MutualTls;

/// <summary>Client certificates (RFC 8705); configuration <c>OpenId:MutualTls</c>. Off until a port or a proxy that brings certificates is named.</summary>
public sealed class MutualTlsSettings
{
    /// <summary>Of the https ports this server listens on, the one that asks for a certificate; the others never do, because browsers would ask people.</summary>
    public int? Port { get; set; }

    /// <summary>The header in which <see cref="TrustedProxies"/> bring the certificate they verified possession of: PEM percent-encoded, DER in base64, or RFC 9440.</summary>
    public string? ProxyHeader { get; set; }

    /// <summary>Proxies (addresses or networks in CIDR form) whose header is believed; nobody else's is (attack CLI-16).</summary>
    public IList<string> TrustedProxies { get; } = [];

    /// <summary>Where clients with certificates reach AuthHub, as discovery tells them; unset: the issuer's host with <see cref="Port"/>, or the issuer.</summary>
    public string? Address { get; set; }

    /// <summary>A PEM file of the authorities whose certificates <c>tls_client_auth</c> accepts, intermediate ones too; unset: that method is off.</summary>
    public string? Roots { get; set; }

    /// <summary>Whether certificates are asked for anywhere.</summary>
    public bool IsOn => Port is not null || ProxyHeader is not null;

    internal IEnumerable<ValidationResult> Validate()
    {
        if (ProxyHeader is not null && TrustedProxies.Count == 0)
        {
            yield return new ValidationResult("OpenId:MutualTls:ProxyHeader needs OpenId:MutualTls:TrustedProxies beside it.");
        }

        if (TrustedProxies.Any(proxy => !IPNetwork.TryParse(proxy, out _) && !IPAddress.TryParse(proxy, out _)))
        {
            yield return new ValidationResult("OpenId:MutualTls:TrustedProxies holds something that is neither an address nor a network.");
        }

        if (Roots is not null && !File.Exists(Roots))
        {
            yield return new ValidationResult("OpenId:MutualTls:Roots names no file.");
        }

        if (Address is not null && (!Uri.TryCreate(Address, UriKind.Absolute, out var address) || address.Scheme != Uri.UriSchemeHttps))
        {
            yield return new ValidationResult("OpenId:MutualTls:Address must be an absolute https address.");
        }
    }

    /// <summary>The address of <see cref="Address"/>, without a slash at its end.</summary>
    public string RootFor(string issuer) => (Address ?? (Port is { } port ? new UriBuilder(issuer) { Scheme = Uri.UriSchemeHttps, Port = port }.Uri.AbsoluteUri : issuer)).TrimEnd('/');
}
