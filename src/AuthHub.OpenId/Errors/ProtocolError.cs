namespace AuthHub.OpenId.Errors;

/// <summary>The refusals the specifications name: the code and sentence the client may read, and the status they travel with.</summary>
public sealed record ProtocolError
{
    private ProtocolError(string code, string sentence, int status = 400)
    {
        Code = code;
        Sentence = sentence;
        Status = status;
    }

    // RFC 6749 sections 4.1.2.1 and 5.2.
    public static ProtocolError InvalidRequest { get; } = new("invalid_request", "The request is malformed, lacks a parameter or repeats one.");

    /// <summary>Shown to the person, never sent to an app: there is none to send it to.</summary>
    public static ProtocolError UnknownClient { get; } = new("invalid_request", "No app is registered here under the client ID that was sent, or it has been switched off.");

    /// <summary>Shown to the person, never sent to an app: the address is not one of the app's.</summary>
    public static ProtocolError UnknownRedirectUri { get; } = new("invalid_request", "The app asked to send you back to an address (redirect URI) that is not registered for it.");

    public static ProtocolError InvalidClient { get; } = new("invalid_client", "The client could not be authenticated.", 401);

    public static ProtocolError InvalidGrant { get; } = new("invalid_grant", "The code or refresh token is not valid any more, or was not meant for this client or address.");

    public static ProtocolError UnauthorizedClient { get; } = new("unauthorized_client", "This client may not do that.");

    public static ProtocolError UnsupportedGrantType { get; } = new("unsupported_grant_type", "This grant type is not offered.");

    public static ProtocolError UnsupportedResponseType { get; } = new("unsupported_response_type", "This response type is not offered.");

    public static ProtocolError InvalidScope { get; } = new("invalid_scope", "The scope is unknown, malformed or more than this client may ask for.");

    public static ProtocolError AccessDenied { get; } = new("access_denied", "The person or a rule of this server said no.", 403);

    public static ProtocolError TemporarilyUnavailable { get; } = new("temporarily_unavailable", "Try again in a moment.", 503);

    /// <summary>What a client wants encrypted is never sent in clear instead.</summary>
    public static ProtocolError NoKeyToEncryptFor { get; } = new("temporarily_unavailable", "The client registered to get this encrypted, but no key of its key set can be had for that.", 503);
    // RFC 8628 section 3.5.
    public static ProtocolError AuthorizationPending { get; } = new("authorization_pending", "The person has not answered yet.");

    public static ProtocolError SlowDown { get; } = new("slow_down", "The interval between two requests is five seconds longer from now on.");

    public static ProtocolError ExpiredToken { get; } = new("expired_token", "The code is too old; begin anew.");

    public static ProtocolError DeniedElsewhere { get; } = new("access_denied", "The person said no.");

    // CIBA Core section 13.
    public static ProtocolError UnknownUserId { get; } = new("unknown_user_id", "The hint names nobody this server could ask.");

    public static ProtocolError InvalidBindingMessage { get; } = new("invalid_binding_message", "The binding message must be one plain line of at most 64 characters.");

    // RFC 9126 section 2.3.
    public static ProtocolError RequestTooLong { get; } = new("invalid_request", "The request is too long.", 413);

    public static ProtocolError TooManyRequests { get; } = new("temporarily_unavailable", "Too many requests are waiting; try again in a minute.", 429);

    // RFC 8707 section 2, RFC 8693 section 2.2.2.
    public static ProtocolError InvalidTarget { get; } = new("invalid_target", "The resource or audience is unknown, malformed, or not one this client or grant may use.");

    // RFC 9396 section 5.
    public static ProtocolError InvalidAuthorizationDetails { get; } = new("invalid_authorization_details", "The authorization details are malformed, of a type that is unknown or not this client's, do not fit it, or are more than was granted.");

    // RFC 9101 section 7.
    public static ProtocolError InvalidRequestUri { get; } = new("invalid_request_uri", "The request_uri is unknown, expired, used, or not this client's.");

    public static ProtocolError InvalidRequestObject { get; } = new("invalid_request_object", "The request object is not signed as registered, or its claims are not good for this server now.");

    // OpenID Connect Core section 3.1.2.6.
    public static ProtocolError LoginRequired { get; } = new("login_required", "The person has to sign in first.");

    public static ProtocolError InteractionRequired { get; } = new("interaction_required", "The person has to be asked something first.");

    public static ProtocolError AccountSelectionRequired { get; } = new("account_selection_required", "The person has to choose an account first.");

    public static ProtocolError ConsentRequired { get; } = new("consent_required", "The person has to agree first.");

    public static ProtocolError RegistrationNotSupported { get; } = new("registration_not_supported", "Registration inside a request is not offered.");

    // OpenID Connect Unmet Authentication Requirements 1.0.
    public static ProtocolError UnmetAuthenticationRequirements { get; } = new("unmet_authentication_requirements", "The level of assurance asked for was not reached.");

    // RFC 7591 section 3.2.2.
    public static ProtocolError InvalidRedirectUri { get; } = new("invalid_redirect_uri", "A redirect URI is not one this server accepts.");

    public static ProtocolError InvalidClientMetadata { get; } = new("invalid_client_metadata", "The metadata is malformed, or asks for something this server does not offer.");

    public static ProtocolError InvalidSoftwareStatement { get; } = new("invalid_software_statement", "The software statement is malformed, expired or not signed by its issuer.");

    public static ProtocolError UnapprovedSoftwareStatement { get; } = new("unapproved_software_statement", "The issuer of the software statement is not trusted by this server.");

    // RFC 6750 section 3.1.
    public static ProtocolError InvalidToken { get; } = new("invalid_token", "The access token is missing, malformed, expired or revoked.", 401);

    public static ProtocolError InsufficientScope { get; } = new("insufficient_scope", "The access token does not cover this.", 403);

    // RFC 9449 sections 5 and 8.
    public static ProtocolError InvalidDpopProof { get; } = new("invalid_dpop_proof", "The DPoP proof is missing, malformed, used before, or for another request.");

    public static ProtocolError UseDpopNonce { get; } = new("use_dpop_nonce", "The DPoP proof needs the nonce that comes with this answer.");

    /// <summary>The error code on the wire.</summary>
    public string Code { get; }

    /// <summary>What the client is told about it: fixed text, never input.</summary>
    public string Sentence { get; }

    /// <summary>HTTP status where the error is the answer itself.</summary>
    public int Status { get; }

    /// <summary>The refusal to throw. The reason goes to the log and the audit only, and so does the client that was claimed.</summary>
    public ProtocolException Because(string reason, string? clientId = null) => new(this, reason) { ClientId = clientId };
}
