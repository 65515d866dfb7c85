using AuthHub.OpenId.Errors;
using AuthHub.OpenId.MutualTls;
using AuthHub.OpenId.Requests;
using Microsoft.AspNetCore.Http;

namespace AuthHub.OpenId.Clients;

/// <summary>Finds out which client a back-channel request comes from, by exactly the method that client registered (RFC 6749 section 2.3).</summary>
public sealed class ClientAuthentication(ClientCatalog clients, ClientAssertions assertions, ClientCertificates certificates)
{
    public async ValueTask<Client> AuthenticateAsync(HttpContext context, RequestParameters parameters, CancellationToken cancellationToken)
    {
        var presented = PresentedClient.Read(context.Request, parameters);
        var client = await clients.FindAsync(presented.ClientId, cancellationToken);
        var reason = await WhyNotAsync(context, client, presented, cancellationToken);
        if (client is null || reason is not null)
        {
            throw ProtocolError.InvalidClient.Because(reason ?? "client unknown or disabled");
        }

        context.Features.Set(new KnownClient(client.ClientId));
        return client;
    }

    private async ValueTask<string?> WhyNotAsync(HttpContext context, Client? client, PresentedClient presented, CancellationToken cancellationToken)
    {
        // The comparison runs for unknown clients too, so that the time tells nothing.
        var secretFits = presented is { Method: not null, Credential: { } secret } && ClientSecret.Matches(client?.SecretHash, secret);
        switch (client?.TokenEndpointAuthMethod)
        {
            case null:
                return "client unknown or disabled";
            case ClientAuthenticationMethods.SecretJwt or ClientAuthenticationMethods.PrivateKeyJwt when presented is { Method: null, Credential: { } assertion }:
                return await assertions.WhyNotAsync(context, client, assertion, cancellationToken);
            case ClientAuthenticationMethods.Basic or ClientAuthenticationMethods.Post or ClientAuthenticationMethods.None when client.TokenEndpointAuthMethod == presented.Method:
                return client.IsPublic || secretFits ? null : "secret wrong";
            case ClientAuthenticationMethods.Tls or ClientAuthenticationMethods.SelfSignedTls when presented.Method == ClientAuthenticationMethods.None:
                return await certificates.WhyNotAsync(context, client, cancellationToken);
            default:
                return $"{presented.Method ?? "assertion"} presented, {client.TokenEndpointAuthMethod} registered";
        }
    }
}
