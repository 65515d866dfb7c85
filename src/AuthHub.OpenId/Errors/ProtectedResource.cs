namespace AuthHub.OpenId.Errors;

/// <summary>Marks an endpoint that is used with an access token, so that its refusals carry the challenges for one (RFC 6750 section 3, RFC 9449 section 7.1).</summary>
internal sealed class ProtectedResource;
