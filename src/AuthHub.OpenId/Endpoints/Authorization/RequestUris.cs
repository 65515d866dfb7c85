using System.Text;
using AuthHub.OpenId.Clients;
using AuthHub.OpenId.Errors;
using AuthHub.OpenId.Outgoing;
using AuthHub.OpenId.Requests;

namespace AuthHub.OpenId.Endpoints.Authorization;

/// <summary>
/// Opens what a <c>request_uri</c> stands for: a request this client pushed (RFC 9126 section 4), or a request object at an address it
/// registered, byte for byte (RFC 9101 section 5.2). No other address is ever asked (attack CLI-08).
/// </summary>
public sealed class RequestUris(IPushedRequests pushed, PendingRequests pending, RequestObjects objects, OutgoingDocuments documents, TimeProvider clock)
{
    private static readonly bool[] Attempts = [false, true];

    /// <summary>The request behind the name; what came beside it is left behind, but when it came and under which id stays.</summary>
    public async Task<PendingRequest> OpenAsync(AuthorizationRequest request, CancellationToken cancellationToken)
    {
        var name = request.Once("request_uri") ?? throw ProtocolError.InvalidRequest.Because("request_uri repeated", request.Client.ClientId);
        if (request["request"] is not null)
        {
            throw ProtocolError.InvalidRequest.Because("request and request_uri at once", request.Client.ClientId);
        }

        if (name.StartsWith(PushedRequest.Prefix, StringComparison.Ordinal))
        {
            return await OpenPushedAsync(request, PushedRequest.HashOf(name), cancellationToken);
        }

        return request.Client.Metadata.RequestUris?.Contains(name) == true
            ? request.Pending with { Parameters = await FetchAsync(request.Client, name, cancellationToken), Signed = true }
            : throw ProtocolError.InvalidRequestUri.Because("request_uri not registered", request.Client.ClientId);
    }

    private async Task<PendingRequest> OpenPushedAsync(AuthorizationRequest request, byte[] hash, CancellationToken cancellationToken)
    {
        if (await pushed.FindAsync(hash, clock.GetUtcNow(), cancellationToken) is not { } found || found.ClientId != request.Client.ClientId || pending.Open(found.Sealed) is not { } opened)
        {
            throw ProtocolError.InvalidRequestUri.Because("request_uri unknown, expired, answered, or of another client", request.Client.ClientId);
        }

        return request.Pending with { Parameters = opened.Parameters, Signed = opened.Signed, PushedHash = hash };
    }

    private async Task<IReadOnlyDictionary<string, string>> FetchAsync(Client client, string address, CancellationToken cancellationToken)
    {
        // What is kept may have grown old, so what cannot be opened is asked for once more, within the pace of the documents.
        string? reason = null;
        foreach (var anew in Attempts)
        {
            if (await documents.FindAsync(address, OutgoingContent.Jwt, anew, cancellationToken) is not OutgoingVerdict.Answered answered)
            {
                throw ProtocolError.InvalidRequestUri.Because("nothing good at request_uri", client.ClientId);
            }

            (var parameters, reason) = await objects.ReadAsync(client, Encoding.UTF8.GetString(answered.Body), cancellationToken);
            if (parameters is not null)
            {
                return parameters;
            }
        }

        throw ProtocolError.InvalidRequestObject.Because(reason!, client.ClientId);
    }
}
