namespace AuthHub.OpenId.Outgoing;

/// <summary>What kind of answer is wanted; any other media type is refused, so that no page of an inner network is ever read as one.</summary>
public enum OutgoingContent
{
    /// <summary>The body does not matter and is not read.</summary>
    None,

    /// <summary><c>application/json</c> or a <c>+json</c> type, such as a JWK set (RFC 7517 section 8.5).</summary>
    Json,

    /// <summary><c>application/jwt</c> or <c>application/oauth-authz-req+jwt</c> (RFC 9101 section 5.2.3).</summary>
    Jwt,
}
