namespace AuthHub.OpenId.Audit;

/// <summary>The types of events this half records, so that one thing is always recorded under one name.</summary>
public static class ProtocolAuditTypes
{
    public const string SignedOut = "signed-out";
    public const string ConsentGiven = "consent.given";
    public const string ConsentDenied = "consent.denied";
    public const string CodeIssued = "code.issued";
    public const string CodeReused = "code.reused";
    public const string RefreshReused = "refresh.reused";
    public const string TokenRevoked = "token.revoked";
    public const string TokenExchanged = "token.exchanged";
    public const string BackchannelAsked = "backchannel.asked";
    public const string AssertionAccepted = "assertion.accepted";
    public const string ClientRegistered = "client.registered";
    public const string ClientChanged = "client.changed";
    public const string ClientRemoved = "client.removed";
    public const string RequestRefused = "request.refused";
}
