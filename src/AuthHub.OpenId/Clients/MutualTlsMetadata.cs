using System.Net;
using AuthHub.OpenId.MutualTls;

namespace AuthHub.OpenId.Clients;

/// <summary>How an app's certificate is recognised, and whether its tokens are bound to it (RFC 8705 sections 2.1.2 and 3.4).</summary>
internal static class MutualTlsMetadata
{
    public static void Read(MetadataReader members, Client client, OpenIdSettings settings)
    {
        var metadata = client.Metadata;
        metadata.TlsClientAuthSubjectDn = members.Text("tls_client_auth_subject_dn", 1000);
        metadata.TlsClientAuthSanDns = members.Text("tls_client_auth_san_dns", 255);
        metadata.TlsClientAuthSanUri = members.Text("tls_client_auth_san_uri", 1000);
        metadata.TlsClientAuthSanIp = members.Text("tls_client_auth_san_ip", 64);
        metadata.TlsClientAuthSanEmail = members.Text("tls_client_auth_san_email", 320);
        metadata.TlsClientCertificateBoundAccessTokens = members.Flag("tls_client_certificate_bound_access_tokens", false);

        members.Require(metadata.TlsClientAuthSubjectDn is not { } name || DistinguishedName.Read(name) is not null, "tls_client_auth_subject_dn is no name as RFC 4514 writes it.");
        members.Require(metadata.TlsClientAuthSanIp is not { } ip || IPAddress.TryParse(ip, out _), "tls_client_auth_san_ip is no address.");
        members.Require(!metadata.TlsClientCertificateBoundAccessTokens || settings.MutualTls.IsOn, "tls_client_certificate_bound_access_tokens: certificates are not asked for here.");
        Judge(members, client);
    }

    private static void Judge(MetadataReader members, Client client)
    {
        var metadata = client.Metadata;
        string?[] subjects = [metadata.TlsClientAuthSubjectDn, metadata.TlsClientAuthSanDns, metadata.TlsClientAuthSanUri, metadata.TlsClientAuthSanIp, metadata.TlsClientAuthSanEmail];
        var wanted = client.TokenEndpointAuthMethod == ClientAuthenticationMethods.Tls ? 1 : 0;
        members.Require(subjects.Count(subject => subject is not null) == wanted, "tls_client_auth needs exactly one of the tls_client_auth_ members; other methods have none.");
        members.Require(client.TokenEndpointAuthMethod != ClientAuthenticationMethods.SelfSignedTls || metadata.Jwks is not null || metadata.JwksUri is not null, "self_signed_tls_client_auth needs jwks or jwks_uri.");
    }
}
