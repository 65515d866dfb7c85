using AuthHub.OpenId.Clients;
using AuthHub.OpenId.Errors;
using AuthHub.OpenId.Requests;
using Microsoft.Extensions.Options;

namespace AuthHub.OpenId.Endpoints.Authorization;

/// <summary>The rules an authorization request passes, in this order. The first two decide whether there is anybody to answer to.</summary>
public sealed class AuthorizationRules(ClientCatalog clients, IOptions<OpenIdSettings> settings)
{
    /// <summary>Reads and checks the whole request.</summary>
    public async ValueTask<AuthorizationRequest> ReadAsync(PendingRequest pending, IReadOnlySet<string> repeated, CancellationToken cancellationToken)
    {
        var request = new AuthorizationRequest(pending, repeated);
        request.Client = await clients.FindAsync(request["client_id"] ?? "", cancellationToken) ?? throw ProtocolError.InvalidRequest.Because("unknown client");
        request.RedirectUri = request["redirect_uri"] is { } uri && RedirectUris.Allows(request.Client, uri) ? uri : throw ProtocolError.InvalidRequest.Because("redirect_uri not registered");
        request.Target = new AuthorizationTarget(settings.Value.Issuer, request.RedirectUri, AuthorizationTarget.Query, request["state"]);
        return request;
    }
}
