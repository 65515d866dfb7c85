using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace AuthHub.Browser.Tests.Support;

/// <summary>A certificate for localhost as two PEM files, which whoever shall believe it has to be told of.</summary>
public sealed class LocalCertificate
{
    private readonly X509Certificate2 certificate;

    private LocalCertificate(X509Certificate2 certificate, string file, string keyFile)
    {
        this.certificate = certificate;
        (File, KeyFile) = (file, keyFile);
    }

    public string File { get; }

    public string KeyFile { get; }

    public static LocalCertificate Make(string folder)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("localhost");
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());

        // OpenSSL wants an authority, and Python's strict mode its usual extensions.
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, hasPathLengthConstraint: false, pathLengthConstraint: 0, critical: true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature | X509KeyUsageFlags.KeyCertSign, critical: true));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, critical: false));
        var now = TimeProvider.System.GetUtcNow();
        var certificate = request.CreateSelfSigned(now.AddDays(-1), now.AddDays(30));
        var (file, keyFile) = (Path.Combine(folder, "certificate.pem"), Path.Combine(folder, "key.pem"));
        System.IO.File.WriteAllText(file, certificate.ExportCertificatePem() + "\n");
        System.IO.File.WriteAllText(keyFile, key.ExportPkcs8PrivateKeyPem() + "\n");
        return new LocalCertificate(certificate, file, keyFile);
    }

    public bool Is(X509Certificate? shown) => certificate.Equals(shown);
}
