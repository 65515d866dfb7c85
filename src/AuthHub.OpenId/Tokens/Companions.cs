namespace AuthHub.OpenId.Tokens;

/// <summary>
/// What travels beside an ID token and is tied to it by a hash inside: <c>at_hash</c> (OpenID Connect Core section 3.1.3.6), <c>c_hash</c>
/// (section 3.3.2.11) and <c>s_hash</c> (FAPI 1.0 Advanced section 5.1). Nobody can exchange one of them on the way.
/// </summary>
public sealed record Companions(string? AccessToken = null, string? Code = null, string? State = null)
{
    /// <summary>By <c>urn:openid:params:jwt:claim:rt_hash</c>, where tokens are pushed (CIBA Core section 10.3.1).</summary>
    public string? RefreshToken { get; init; }

    /// <summary>As it is, where tokens are pushed.</summary>
    public string? AuthReqId { get; init; }
}
