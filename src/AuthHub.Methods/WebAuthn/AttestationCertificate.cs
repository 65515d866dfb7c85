using System.Formats.Asn1;
using System.Security.Cryptography.X509Certificates;

namespace AuthHub.Methods.WebAuthn;

/// <summary>The rules for the certificate of a packed attestation (WebAuthn section 8.2.1).</summary>
internal static class AttestationCertificate
{
    private const string AaguidExtension = "1.3.6.1.4.1.45724.1.1.4";
    private const string Country = "2.5.4.6";
    private const string Organisation = "2.5.4.10";
    private const string Unit = "2.5.4.11";
    private const string CommonName = "2.5.4.3";

    public static bool IsPacked(X509Certificate2 certificate, Guid aaguid)
    {
        var names = certificate.SubjectName.EnumerateRelativeDistinguishedNames()
            .Where(name => !name.HasMultipleElements)
            .ToLookup(name => name.GetSingleElementType().Value, name => name.GetSingleElementValue() ?? "");
        var basic = certificate.Extensions.OfType<X509BasicConstraintsExtension>().SingleOrDefault();
        return certificate.Version == 3
            && names[Country].SingleOrDefault() is { Length: 2 }
            && names[Organisation].Any(value => value.Length > 0)
            && names[Unit].Contains("Authenticator Attestation")
            && names[CommonName].Any(value => value.Length > 0)
            && basic is { CertificateAuthority: false }
            && IsModel(certificate, aaguid);
    }

    /// <summary>Where the certificate names a model, it must be the one the authenticator names.</summary>
    private static bool IsModel(X509Certificate2 certificate, Guid aaguid)
    {
        if (certificate.Extensions[AaguidExtension] is not { } extension)
        {
            return true;
        }

        try
        {
            var named = AsnDecoder.ReadOctetString(extension.RawData, AsnEncodingRules.DER, out var read);
            return !extension.Critical && read == extension.RawData.Length && named.Length == 16 && new Guid(named, bigEndian: true) == aaguid;
        }
        catch (AsnContentException)
        {
            return false;
        }
    }
}
