using AuthHub.OpenId.Outgoing;

namespace AuthHub.OpenId.Clients;

/// <summary>How an app hears that a session ended (OpenID Back-Channel Logout section 2.2, Front-Channel Logout section 2).</summary>
internal static class LogoutMetadata
{
    public static void Read(MetadataReader members, Client client, OpenIdSettings settings)
    {
        var address = members.Text("backchannel_logout_uri", 2000);
        if (address is not null && (GuardedHttp.WhyNot(address) ?? (address.Contains('#', StringComparison.Ordinal) ? "has a fragment" : null)) is { } reason)
        {
            members.Refuse($"backchannel_logout_uri {reason}.");
        }

        client.Metadata.BackchannelLogoutUri = address;
        client.Metadata.BackchannelLogoutSessionRequired = members.Flag("backchannel_logout_session_required", false);
    }
}
