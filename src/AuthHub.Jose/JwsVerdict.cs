namespace AuthHub.Jose;

/// <summary>What came of checking a signed object. The payload exists only where the signature held (RFC 8725 section 3.3).</summary>
public abstract record JwsVerdict
{
    private JwsVerdict()
    {
    }

    public sealed record Verified(JwsHeader Header, byte[] Payload) : JwsVerdict;

    public sealed record Refused(JoseRefusal Reason) : JwsVerdict;
}
