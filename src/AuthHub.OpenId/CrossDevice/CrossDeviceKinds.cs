namespace AuthHub.OpenId.CrossDevice;

/// <summary>The ways by which one device asks and a person answers on another; values of two kinds never meet (law L16).</summary>
public static class CrossDeviceKinds
{
    /// <summary>A device shows a code that the person types elsewhere (RFC 8628).</summary>
    public const string Device = "device";

    /// <summary>A client names a person, who finds the question on her account page (CIBA Core).</summary>
    public const string Backchannel = "backchannel";
}
