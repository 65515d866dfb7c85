namespace AuthHub.Jose;

/// <summary>What came of checking a JWT under a shared secret; a type of its own, so that it never passes for a signed one.</summary>
public abstract record MacJwtVerdict
{
    private MacJwtVerdict()
    {
    }

    public sealed record Accepted(JwtClaims Claims) : MacJwtVerdict;

    public sealed record Refused(JoseRefusal Reason) : MacJwtVerdict;
}
