namespace AuthHub.Jose;

/// <summary>What came of checking a JWT.</summary>
public abstract record JwtVerdict
{
    private JwtVerdict()
    {
    }

    public sealed record Accepted(JwsHeader Header, JwtClaims Claims) : JwtVerdict;

    public sealed record Refused(JoseRefusal Reason) : JwtVerdict;
}
