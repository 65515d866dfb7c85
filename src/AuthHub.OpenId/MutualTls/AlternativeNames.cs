using System.Formats.Asn1;
using System.Net;
using System.Security.Cryptography.X509Certificates;

namespace AuthHub.OpenId.MutualTls;

/// <summary>The names in a certificate's subjectAltName (RFC 5280 section 4.2.1.6), of the four kinds RFC 8705 knows.</summary>
internal sealed record AlternativeNames(IReadOnlyList<string> Dns, IReadOnlyList<string> Uris, IReadOnlyList<IPAddress> Addresses, IReadOnlyList<string> Emails)
{
    private const string Extension = "2.5.29.17";

    public static AlternativeNames Of(X509Certificate2 certificate)
    {
        var (dns, uris, addresses, emails) = (new List<string>(), new List<string>(), new List<IPAddress>(), new List<string>());
        try
        {
            foreach (var extension in certificate.Extensions.Where(extension => extension.Oid?.Value == Extension))
            {
                for (var names = new AsnReader(extension.RawData, AsnEncodingRules.DER).ReadSequence(); names.HasData;)
                {
                    var tag = names.PeekTag();
                    switch (tag.TagValue)
                    {
                        case 1:
                            emails.Add(names.ReadCharacterString(UniversalTagNumber.IA5String, tag));
                            break;
                        case 2:
                            dns.Add(names.ReadCharacterString(UniversalTagNumber.IA5String, tag));
                            break;
                        case 6:
                            uris.Add(names.ReadCharacterString(UniversalTagNumber.IA5String, tag));
                            break;
                        case 7:
                            addresses.Add(new IPAddress(names.ReadOctetString(tag)));
                            break;
                        default:
                            names.ReadEncodedValue();
                            break;
                    }
                }
            }

            return new AlternativeNames(dns, uris, addresses, emails);
        }
        catch (Exception malformed) when (malformed is AsnContentException or ArgumentException)
        {
            return new AlternativeNames([], [], [], []);
        }
    }
}
