using AuthHub.OpenId.Errors;
using AuthHub.OpenId.Requests;

namespace AuthHub.OpenId.Endpoints.Authorization;

/// <summary>Opens what a <c>request_uri</c> stands for: a request this client pushed (RFC 9126 section 4).</summary>
public sealed class RequestUris(IPushedRequests pushed, PendingRequests pending, TimeProvider clock)
{
    /// <summary>The request behind the name; what came beside it is left behind, but when it came and under which id stays.</summary>
    public async Task<PendingRequest> OpenAsync(AuthorizationRequest request, CancellationToken cancellationToken)
    {
        var name = request.Once("request_uri") ?? throw ProtocolError.InvalidRequest.Because("request_uri repeated");
        if (!name.StartsWith(PushedRequest.Prefix, StringComparison.Ordinal))
        {
            throw ProtocolError.RequestUriNotSupported.Because("request_uri is not one of ours");
        }

        var hash = PushedRequest.HashOf(name);
        if (await pushed.FindAsync(hash, clock.GetUtcNow(), cancellationToken) is not { } found || found.ClientId != request.Client.ClientId || pending.Open(found.Sealed) is not { } opened)
        {
            throw ProtocolError.InvalidRequestUri.Because("request_uri unknown, expired, answered, or of another client");
        }

        return request.Pending with { Parameters = opened.Parameters, PushedHash = hash };
    }
}
