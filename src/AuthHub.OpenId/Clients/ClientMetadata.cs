using System.Text.Json;
using System.Text.Json.Serialization;

namespace AuthHub.OpenId.Clients;

/// <summary>
/// The part of a client's metadata that only its own feature reads, under the names of the specifications (RFC 7591 section 2 and what
/// extends it). Kept as one JSON text with the client, so that a new member is no new column.
/// </summary>
public sealed record ClientMetadata
{
    private static readonly JsonSerializerOptions Options = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault,
    };

    // OpenID Connect Registration section 2: answers and keys.
    public List<string>? ResponseTypes { get; set; }

    /// <summary>Ours: the modes answers may travel in; null leaves it to <see cref="Requests.ResponseModes"/>.</summary>
    public List<string>? ResponseModes { get; set; }

    /// <summary>The client's public keys, by value (RFC 7517).</summary>
    public JsonElement? Jwks { get; set; }

    public string? JwksUri { get; set; }

    public string? TokenEndpointAuthSigningAlg { get; set; }

    // JARM section 3.
    public string? AuthorizationSignedResponseAlg { get; set; }

    public string? AuthorizationEncryptedResponseAlg { get; set; }

    public string? AuthorizationEncryptedResponseEnc { get; set; }

    // Tokens and answers: OpenID Connect Registration section 2, RFC 9701 section 6.
    public string? IdTokenEncryptedResponseAlg { get; set; }

    public string? IdTokenEncryptedResponseEnc { get; set; }

    public string? UserinfoSignedResponseAlg { get; set; }

    public string? UserinfoEncryptedResponseAlg { get; set; }

    public string? UserinfoEncryptedResponseEnc { get; set; }

    public string? IntrospectionSignedResponseAlg { get; set; }

    public string? IntrospectionEncryptedResponseAlg { get; set; }

    public string? IntrospectionEncryptedResponseEnc { get; set; }

    // Requests: OpenID Connect Registration section 2, RFC 9101 section 10.5, RFC 9126 section 6.
    public string? RequestObjectSigningAlg { get; set; }

    public string? RequestObjectEncryptionAlg { get; set; }

    public string? RequestObjectEncryptionEnc { get; set; }

    public List<string>? RequestUris { get; set; }

    public bool RequireSignedRequestObject { get; set; }

    public bool RequirePushedAuthorizationRequests { get; set; }

    public long? DefaultMaxAge { get; set; }

    public bool RequireAuthTime { get; set; }

    public List<string>? DefaultAcrValues { get; set; }

    public string? InitiateLoginUri { get; set; }

    // OpenID Connect Core section 8; see Subjects.ClientSubjects.

    /// <summary>Null for <c>public</c>.</summary>
    public string? SubjectType { get; set; }

    public string? SectorIdentifierUri { get; set; }

    // RFC 9396 section 10.
    public List<string>? AuthorizationDetailsTypes { get; set; }

    // RFC 8705 sections 2.1.2 and 3.4.
    public string? TlsClientAuthSubjectDn { get; set; }

    public string? TlsClientAuthSanDns { get; set; }

    public string? TlsClientAuthSanUri { get; set; }

    public string? TlsClientAuthSanIp { get; set; }

    public string? TlsClientAuthSanEmail { get; set; }

    public bool TlsClientCertificateBoundAccessTokens { get; set; }

    // RFC 9449 section 5.2.
    public bool DpopBoundAccessTokens { get; set; }

    // OpenID Back-Channel Logout section 2.2.
    public string? BackchannelLogoutUri { get; set; }

    /// <summary>Said for the record: every logout token has a <c>sid</c>.</summary>
    public bool BackchannelLogoutSessionRequired { get; set; }

    // OpenID Front-Channel Logout section 2.
    public string? FrontchannelLogoutUri { get; set; }

    /// <summary>Said for the record: <c>iss</c> and <c>sid</c> are always added.</summary>
    public bool FrontchannelLogoutSessionRequired { get; set; }

    // CIBA Core section 4.
    public string? BackchannelTokenDeliveryMode { get; set; }

    public string? BackchannelClientNotificationEndpoint { get; set; }

    public string? BackchannelAuthenticationRequestSigningAlg { get; set; }

    // RFC 7591 section 2.
    public string? PolicyUri { get; set; }

    public string? TosUri { get; set; }

    public string? SoftwareId { get; set; }

    public string? SoftwareVersion { get; set; }

    /// <summary>The statement the app registered with, as it came (RFC 7591 section 3.2.1).</summary>
    public string? SoftwareStatement { get; set; }

    // AuthHub's own.

    /// <summary>One of <see cref="Tokens.AccessTokenFormats"/>; null for <c>jwt</c>.</summary>
    public string? AccessTokenFormat { get; set; }

    /// <summary>Under which names it gets claims, by our names for them; see <see cref="ClaimMetadata"/>.</summary>
    public Dictionary<string, string>? ClaimNames { get; set; }

    /// <summary>The resources (RFC 8707) whose tokens it receives and may ask about; an operator's word.</summary>
    public List<string>? ResourceIndicators { get; set; }

    /// <summary>One of <see cref="FapiProfiles"/>; null for none.</summary>
    public string? FapiProfile { get; set; }

    /// <summary>No administrator has looked at it: it registered itself.</summary>
    public bool SelfRegistered { get; set; }

    /// <summary>The apps whose tokens it may exchange beside its own and those for it (RFC 8693).</summary>
    public List<string>? TokenExchangeFrom { get; set; }

    /// <summary>The apps it may get tokens for.</summary>
    public List<string>? TokenExchangeAudiences { get; set; }

    /// <summary>Whether it may act as the person, without a trace of itself in the token.</summary>
    public bool TokenExchangeImpersonate { get; set; }

    public string Write() => JsonSerializer.Serialize(this, Options);

    public static ClientMetadata Read(string json) => JsonSerializer.Deserialize<ClientMetadata>(json, Options) ?? new();
}
