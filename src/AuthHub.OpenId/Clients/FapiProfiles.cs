using AuthHub.Jose;

namespace AuthHub.OpenId.Clients;

/// <summary>
/// The profiles an app may keep as a whole (our own member <c>fapi_profile</c>). What they fix at registration stands in
/// <see cref="FapiMetadata"/>; what is left for the moment of use is here.
/// </summary>
public static class FapiProfiles
{
    /// <summary>FAPI 2.0 Security Profile.</summary>
    public const string Security = "fapi2_security";

    /// <summary>FAPI 2.0 Message Signing, signed requests and signed answers: all of the security profile and more.</summary>
    public const string MessageSigning = "fapi2_message_signing";

    /// <summary>FAPI 2.0 section 5.3.2.1: no code waits longer.</summary>
    private static readonly TimeSpan LongestCode = TimeSpan.FromSeconds(60);

    /// <summary>Weaker first.</summary>
    public static IReadOnlyList<string> All { get; } = [Security, MessageSigning];

    /// <summary>FAPI 2.0 section 5.4.1, as far as they are ours: whatever the app signs, it signs with these.</summary>
    public static IReadOnlyList<SignatureAlgorithm> Algorithms { get; } = [SignatureAlgorithm.PS256, SignatureAlgorithm.ES256];

    public static bool Keeps(Client client) => client.Metadata.FapiProfile is not null;

    public static bool SignsMessages(Client client) => client.Metadata.FapiProfile == MessageSigning;

    /// <summary>What the app may sign this kind of thing with: what it registered, else what its profile leaves of all that is known.</summary>
    public static IReadOnlyList<SignatureAlgorithm> AlgorithmsOf(Client client, string? registered, IReadOnlyList<SignatureAlgorithm> known) =>
        SignatureAlgorithm.Find(registered) is { } one ? [one] : Keeps(client) ? Algorithms : known;

    public static TimeSpan CodeLifetimeOf(Client client, TimeSpan usual) => Keeps(client) && usual > LongestCode ? LongestCode : usual;

    /// <summary>How strict a profile is; 0 for none.</summary>
    internal static int Rank(string? profile) => profile switch { MessageSigning => 2, Security => 1, _ => 0 };
}
