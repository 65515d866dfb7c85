namespace AuthHub.Jose.Encryption;

/// <summary>What came of opening a nested token.</summary>
public abstract record NestedVerdict
{
    private NestedVerdict()
    {
    }

    /// <param name="Signed">The token inside, which still has to be checked (RFC 8725 section 3.3).</param>
    public sealed record Opened(string Signed) : NestedVerdict;

    public sealed record Refused(JoseRefusal Reason) : NestedVerdict;
}
