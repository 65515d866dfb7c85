namespace AuthHub.OpenId.Tokens;

/// <summary>What tells a token made from another one from an ordinary one (RFC 8693).</summary>
/// <param name="Expires">Its end, never later than that of the token it was made from.</param>
/// <param name="Actor">Who acts with it for its subject; null where nobody is told apart from her.</param>
public sealed record Exchanged(DateTimeOffset Expires, Actor? Actor);
