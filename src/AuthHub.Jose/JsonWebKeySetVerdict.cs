namespace AuthHub.Jose;

/// <summary>What came of reading a set of keys.</summary>
public abstract record JsonWebKeySetVerdict
{
    private JsonWebKeySetVerdict()
    {
    }

    public sealed record Accepted(JsonWebKeySet Set) : JsonWebKeySetVerdict;

    public sealed record Refused(JoseRefusal Reason) : JsonWebKeySetVerdict;
}
