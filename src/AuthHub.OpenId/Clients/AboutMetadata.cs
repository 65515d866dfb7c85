using AuthHub.Jose;

namespace AuthHub.OpenId.Clients;

/// <summary>What an app says about itself and its software (RFC 7591 section 2).</summary>
internal static class AboutMetadata
{
    public static void Read(MetadataReader members, Client client, OpenIdSettings settings)
    {
        client.Metadata.PolicyUri = members.WebAddress("policy_uri");
        client.Metadata.TosUri = members.WebAddress("tos_uri");
        client.Metadata.SoftwareId = members.Text("software_id", 255);
        client.Metadata.SoftwareVersion = members.Text("software_version", 255);
        client.Metadata.SoftwareStatement = members.Text("software_statement", CompactJws.Longest);
    }
}
