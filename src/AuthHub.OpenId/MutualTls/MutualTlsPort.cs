using System.Net;
using Microsoft.AspNetCore.Server.Kestrel.Https;

namespace AuthHub.OpenId.MutualTls;

/// <summary>Lets Kestrel ask for a client certificate on one of its https ports. Which certificates count is decided per client, later.</summary>
public static class MutualTlsPort
{
    /// <summary>For <c>ConfigureHttpsDefaults</c>.</summary>
    public static void Apply(HttpsConnectionAdapterOptions https, MutualTlsSettings settings)
    {
        if (settings.Port is not { } port)
        {
            return;
        }

        https.OnAuthenticate = (connection, tls) =>
        {
            if (connection.LocalEndPoint is IPEndPoint local && local.Port == port)
            {
                // Whoever connects proves to have the private key; self-signed ones are as welcome as none at all (RFC 8705 section 2.2).
                tls.ClientCertificateRequired = true;
#pragma warning disable CA5359 // It is the client's certificate, and it is judged per client.
                tls.RemoteCertificateValidationCallback = (_, _, _, _) => true;
#pragma warning restore CA5359
            }
        };
    }
}
