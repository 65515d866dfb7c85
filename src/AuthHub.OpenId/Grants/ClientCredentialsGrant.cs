using AuthHub.OpenId.Clients;
using AuthHub.OpenId.Details;
using AuthHub.OpenId.Errors;
using AuthHub.OpenId.Requests;
using AuthHub.OpenId.Resources;
using AuthHub.OpenId.Tokens;
using Microsoft.Extensions.Options;

namespace AuthHub.OpenId.Grants;

/// <summary>A client acts for itself (RFC 6749 section 4.4). Nothing is stored; revoking such a token notes its id.</summary>
internal sealed class ClientCredentialsGrant(AccessTokens accessTokens, Targets targets, IOptions<OpenIdSettings> settings) : IGrant
{
    public async Task<TokenAnswer> RedeemAsync(Client client, RequestParameters parameters, Confirmation sender, CancellationToken cancellationToken)
    {
        // RFC 6749 section 4.4: only for clients that can keep a secret.
        if (client.IsPublic)
        {
            throw ProtocolError.UnauthorizedClient.Because("client_credentials from a public client");
        }

        if (client.Metadata.SelfRegistered && parameters["resource"] is not null)
        {
            throw ProtocolError.InvalidTarget.Because("nobody has agreed: the client registered itself, and its scopes too");
        }

        var scopes = parameters["scope"] is { } asked ? Checked(client, asked) : [.. client.Scopes.Where(s => !Scopes.Claims.ContainsKey(s))];
        var target = (await targets.ForClientAsync(client, scopes, parameters["resource"], cancellationToken)) with { Details = DetailsOf(client, parameters["authorization_details"]) };
        return new TokenAnswer(await accessTokens.WriteAsync(client, target, sender, cancellationToken), target.Scopes, AuthorizationDetails: target.Details);
    }

    private string? DetailsOf(Client client, string? asked) =>
        asked is not null && client.Metadata.SelfRegistered
            ? throw ProtocolError.InvalidAuthorizationDetails.Because("nobody has agreed: the client registered itself")
            : AuthorizationDetails.Read(asked, client, settings.Value.AuthorizationDetails).Json;

    private static List<string> Checked(Client client, string asked)
    {
        // No person is involved, so scopes that tell about a person make no sense.
        var scopes = ScopeList.Read(asked);
        return scopes is not null && scopes.TrueForAll(s => client.Scopes.Contains(s) && !Scopes.Claims.ContainsKey(s))
            ? scopes
            : throw ProtocolError.InvalidScope.Because("scope not registered for this client, or about a person");
    }
}
