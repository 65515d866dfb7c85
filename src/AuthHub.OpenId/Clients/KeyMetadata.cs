using System.Text;
using AuthHub.Jose;
using AuthHub.OpenId.Outgoing;

namespace AuthHub.OpenId.Clients;

/// <summary>An app's public keys: by value or by reference, not both (RFC 7591 section 2).</summary>
internal static class KeyMetadata
{
    public static void Read(MetadataReader members, Client client, OpenIdSettings settings)
    {
        var (address, jwks) = (members.Text("jwks_uri", 2000), members.Object("jwks"));
        members.Require(address is null || jwks is null, "jwks and jwks_uri exclude each other.");
        if (address is not null && GuardedHttp.WhyNot(address) is { } reason)
        {
            members.Refuse($"jwks_uri {reason}.");
        }

        if (jwks is { } keys && JsonWebKeySet.Read(Encoding.UTF8.GetBytes(keys.GetRawText())) is JsonWebKeySetVerdict.Refused refused)
        {
            members.Refuse($"jwks is no set of good public keys: {refused.Reason}.");
        }

        (client.Metadata.JwksUri, client.Metadata.Jwks) = (address, jwks);
    }
}
