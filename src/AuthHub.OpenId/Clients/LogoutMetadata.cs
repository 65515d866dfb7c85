using AuthHub.OpenId.Outgoing;

namespace AuthHub.OpenId.Clients;

/// <summary>How an app hears that a session ended (OpenID Back-Channel Logout section 2.2, Front-Channel Logout section 2).</summary>
internal static class LogoutMetadata
{
    public static void Read(MetadataReader members, Client client, OpenIdSettings settings)
    {
        ReadBackChannel(members, client);
        ReadFrontChannel(members, client, settings);
    }

    private static void ReadBackChannel(MetadataReader members, Client client)
    {
        var address = members.Text("backchannel_logout_uri", 2000);
        if (address is not null && (GuardedHttp.WhyNot(address) ?? (address.Contains('#', StringComparison.Ordinal) ? "has a fragment" : null)) is { } reason)
        {
            members.Refuse($"backchannel_logout_uri {reason}.");
        }

        client.Metadata.BackchannelLogoutUri = address;
        client.Metadata.BackchannelLogoutSessionRequired = members.Flag("backchannel_logout_session_required", false);
    }

    private static void ReadFrontChannel(MetadataReader members, Client client, OpenIdSettings settings)
    {
        var address = members.Text("frontchannel_logout_uri", 2000);
        if (address is not null && WhyNotFrame(address, client, settings) is { } reason)
        {
            members.Refuse($"frontchannel_logout_uri {reason}.");
        }

        client.Metadata.FrontchannelLogoutUri = address;
        client.Metadata.FrontchannelLogoutSessionRequired = members.Flag("frontchannel_logout_session_required", false);
    }

    /// <summary>What a browser may be made to load: an address of the app itself, to which <c>iss</c> and <c>sid</c> can be added.</summary>
    private static string? WhyNotFrame(string address, Client client, OpenIdSettings settings)
    {
        if (RedirectUris.WhyNot(address, client.ApplicationType, settings.LocalClientsAllowed) is { } reason)
        {
            return reason;
        }

        var uri = new Uri(address);
        return uri.Scheme is not ("https" or "http") ? "is not an http(s) address"
            : uri.Query.TrimStart('?').Split('&').Any(pair => Uri.UnescapeDataString(pair.Split('=')[0]) == "sid") ? "already holds the parameter sid"
            : !client.RedirectUris.Exists(own => RedirectUris.OriginOf(own) == RedirectUris.OriginOf(address)) ? "has another scheme, host or port than every redirect URI"
            : null;
    }
}
