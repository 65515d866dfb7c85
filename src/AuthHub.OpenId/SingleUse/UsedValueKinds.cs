namespace AuthHub.OpenId.SingleUse;

/// <summary>The kinds of values that are good once.</summary>
public static class UsedValueKinds
{
    public const string ClientAssertion = "client-assertion";
    public const string DpopProof = "dpop-proof";
    public const string GrantAssertion = "grant-assertion";
    public const string BackchannelRequest = "backchannel-request";
}
