namespace AuthHub.OpenId.Dpop;

/// <summary>Proofs of possession; configuration <c>OpenId:Dpop</c>.</summary>
public sealed class DpopSettings
{
    /// <summary>
    /// True (the default) wants a nonce of ours in every proof, so that nobody can make proofs in advance (RFC 9449 section 8); a client
    /// that does not know one yet is told it and asks again.
    /// </summary>
    public bool NonceRequired { get; set; } = true;
}
