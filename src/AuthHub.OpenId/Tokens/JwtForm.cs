namespace AuthHub.OpenId.Tokens;

/// <summary>How a client wants a JWT made for it.</summary>
/// <param name="Type">The value of <c>typ</c>.</param>
/// <param name="Signing">The algorithm it is signed with; null for one that is encrypted only (OpenID Connect Core section 5.3.2).</param>
/// <param name="Encryption">The algorithm the content key is encrypted with; null for one that is signed only.</param>
/// <param name="Content">The algorithm the content is encrypted with, where it is.</param>
public sealed record JwtForm(string Type, string? Signing, string? Encryption, string? Content);
