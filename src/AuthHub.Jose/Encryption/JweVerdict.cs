namespace AuthHub.Jose.Encryption;

/// <summary>What came of decrypting. The plaintext exists only where its tag held; who encrypted it is not proved by that.</summary>
public abstract record JweVerdict
{
    private JweVerdict()
    {
    }

    public sealed record Decrypted(JweHeader Header, byte[] Plaintext) : JweVerdict;

    public sealed record Refused(JoseRefusal Reason) : JweVerdict;
}
