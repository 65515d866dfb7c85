using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using AuthHub.Jose;
using AuthHub.OpenId.Clients;
using Microsoft.AspNetCore.Http;

namespace AuthHub.OpenId.MutualTls;

/// <summary>Checks the certificates clients prove themselves with and bind tokens to (RFC 8705 sections 2 and 3).</summary>
public sealed class ClientCertificates(CertificateAuthorities authorities, ClientKeys keys, TimeProvider clock)
{
    private readonly ConditionalWeakTable<ClientKeySet, HashSet<string>> _registered = [];

    /// <summary>SHA-256 of the certificate of this connection in base64url (RFC 8705 section 3.1); null where none came.</summary>
    public static string? ThumbprintOf(HttpContext context) => context.Connection.ClientCertificate is { } certificate ? ThumbprintOf(certificate) : null;

    /// <summary>Why the connection does not prove this client; null when it does.</summary>
    public async ValueTask<string?> WhyNotAsync(HttpContext context, Client client, CancellationToken cancellationToken)
    {
        if (context.Connection.ClientCertificate is not { } certificate)
        {
            return "no client certificate";
        }

        if (client.TokenEndpointAuthMethod == ClientAuthenticationMethods.Tls)
        {
            return !SubjectFits(client.Metadata, certificate) ? "certificate of another subject" : authorities.Vouch(certificate) ? null : "no trusted authority vouches for the certificate";
        }

        var now = clock.GetUtcNow();
        if (now < certificate.NotBefore || now > certificate.NotAfter)
        {
            return "certificate not valid at this time";
        }

        var thumbprint = ThumbprintOf(certificate);
        return await IsRegisteredAsync(client, thumbprint, anew: false, cancellationToken)
            || (client.Metadata.JwksUri is not null && await IsRegisteredAsync(client, thumbprint, anew: true, cancellationToken))
                ? null
                : "certificate not among the registered ones";
    }

    /// <summary>RFC 8705 section 2.1.2: the one member that is registered decides.</summary>
    private static bool SubjectFits(ClientMetadata metadata, X509Certificate2 certificate)
    {
        if (metadata.TlsClientAuthSubjectDn is { } name)
        {
            return DistinguishedName.Read(name) is { } wanted && DistinguishedName.Read(certificate.SubjectName) is { } presented && wanted.SequenceEqual(presented);
        }

        var names = AlternativeNames.Of(certificate);
        return metadata switch
        {
            { TlsClientAuthSanDns: { } dns } => names.Dns.Contains(dns, StringComparer.OrdinalIgnoreCase),
            { TlsClientAuthSanUri: { } uri } => names.Uris.Contains(uri),
            { TlsClientAuthSanIp: { } ip } => names.Addresses.Contains(System.Net.IPAddress.Parse(ip)),
            { TlsClientAuthSanEmail: { } email } => names.Emails.Contains(email),
            _ => false,
        };
    }

    /// <summary>RFC 8705 section 2.2.2: the certificate stands in <c>x5c</c> of one of the client's keys.</summary>
    private async ValueTask<bool> IsRegisteredAsync(Client client, string thumbprint, bool anew, CancellationToken cancellationToken) =>
        await keys.FindAsync(client, anew, cancellationToken) is { } set && _registered.GetValue(set, static it => ThumbprintsIn(it.Text)).Contains(thumbprint);

    private static string ThumbprintOf(X509Certificate2 certificate) => Base64UrlText.Encode(certificate.GetCertHash(HashAlgorithmName.SHA256));

    /// <summary>The thumbprints of the first certificate of every <c>x5c</c> (RFC 7517 section 4.7) in a set of keys.</summary>
    private static HashSet<string> ThumbprintsIn(ReadOnlyMemory<byte> jwks)
    {
        using var document = JsonDocument.Parse(jwks);
        var found = new HashSet<string>(StringComparer.Ordinal);
        foreach (var key in document.RootElement.GetProperty("keys").EnumerateArray())
        {
            if (key.TryGetProperty("x5c", out var chain) && chain.ValueKind == JsonValueKind.Array && chain.GetArrayLength() > 0
                && chain[0].ValueKind == JsonValueKind.String && chain[0].TryGetBytesFromBase64(out var der))
            {
                found.Add(Base64UrlText.Encode(SHA256.HashData(der)));
            }
        }

        return found;
    }
}
