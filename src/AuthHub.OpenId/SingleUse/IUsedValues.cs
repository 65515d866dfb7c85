namespace AuthHub.OpenId.SingleUse;

/// <summary>
/// Remembers what may be used once: the <c>jti</c> of client assertions (RFC 7523 section 3) and of DPoP proofs (RFC 9449 section 11.1).
/// The store decides, so two servers that get the same value at once have one winner (law L8), and a restart forgets nothing.
/// </summary>
public interface IUsedValues
{
    /// <summary>True for the first who uses the value; false for everybody after.</summary>
    /// <param name="kind">One of <see cref="UsedValueKinds"/>; values of two kinds never meet (law L16).</param>
    /// <param name="owner">Whose value it is: a client, or the key of a proof.</param>
    /// <param name="value">The value as it came.</param>
    /// <param name="expiresAt">When the object that carried it is refused anyway.</param>
    /// <param name="cancellationToken">Ends the question.</param>
    Task<bool> TryUseAsync(string kind, string owner, string value, DateTimeOffset expiresAt, CancellationToken cancellationToken);
}
