namespace AuthHub.Jose;

/// <summary>What came of checking a DPoP proof.</summary>
public abstract record DpopVerdict
{
    private DpopVerdict()
    {
    }

    /// <param name="Key">The sender's key; its thumbprint is the <c>jkt</c> of RFC 9449 section 6.1.</param>
    /// <param name="Claims">What it signed.</param>
    public sealed record Verified(JsonWebKey Key, JwtClaims Claims) : DpopVerdict;

    public sealed record Refused(JoseRefusal Reason) : DpopVerdict;
}
