using AuthHub.OpenId.Outgoing;

namespace AuthHub.OpenId.Clients;

/// <summary>By which subject an app knows people (OpenID Connect Core section 8, OpenID Connect Registration section 2).</summary>
internal static class SubjectMetadata
{
    /// <summary>In the order discovery lists them.</summary>
    public static IReadOnlyList<string> Types { get; } = [SubjectTypes.Public, SubjectTypes.Pairwise];

    public static void Read(MetadataReader members, Client client, OpenIdSettings settings)
    {
        var type = members.OneOf("subject_type", Types, SubjectTypes.Public);
        client.Metadata.SubjectType = type == SubjectTypes.Public ? null : type;
        client.Metadata.SectorIdentifierUri = members.Text("sector_identifier_uri", 2000);
        if (client.Metadata.SectorIdentifierUri is { } address && GuardedHttp.WhyNot(address) is { } reason)
        {
            members.Refuse($"sector_identifier_uri {reason}.");
            return;
        }

        members.Require(!client.IsPairwise || Sector.Of(client) is not null, "subject_type pairwise needs sector_identifier_uri, or redirect URIs of one and the same host.");
    }
}
