using System.Text;
using AuthHub.OpenId.Errors;
using AuthHub.OpenId.Requests;
using Microsoft.AspNetCore.Http;

namespace AuthHub.OpenId.Clients;

/// <summary>Finds out which client a back-channel request comes from, by exactly the method that client registered (RFC 6749 section 2.3).</summary>
public sealed class ClientAuthentication(ClientCatalog clients)
{
    public async ValueTask<Client> AuthenticateAsync(HttpContext context, RequestParameters parameters, CancellationToken cancellationToken)
    {
        var presented = Read(context.Request, parameters);
        var client = await clients.FindAsync(presented.ClientId, cancellationToken);

        // The comparison runs for unknown clients too, so that the time tells nothing.
        var secretFits = presented.Secret is not null && ClientSecret.Matches(client?.SecretHash, presented.Secret);
        if (client is null || client.TokenEndpointAuthMethod != presented.Method || (presented.Method != ClientAuthenticationMethods.None && !secretFits))
        {
            throw ProtocolError.InvalidClient.Because(client is null ? "client unknown or disabled" : $"{presented.Method} presented, {client.TokenEndpointAuthMethod} registered, or secret wrong");
        }

        context.Features.Set(new KnownClient(client.ClientId));
        return client;
    }

    private static Presented Read(HttpRequest request, RequestParameters parameters)
    {
        var inBody = parameters["client_id"];
        var secretInBody = parameters["client_secret"];
        if (request.Headers.Authorization.Count == 0)
        {
            return new Presented(
                inBody ?? throw ProtocolError.InvalidClient.Because("no client authentication"),
                secretInBody,
                secretInBody is null ? ClientAuthenticationMethods.None : ClientAuthenticationMethods.Post);
        }

        var basic = ReadBasic(request.Headers.Authorization.ToString()) ?? throw ProtocolError.InvalidClient.Because("Authorization header is not well-formed Basic");
        if (secretInBody is not null)
        {
            throw ProtocolError.InvalidClient.Because("two methods of authentication at once");
        }

        return inBody is null || inBody == basic.ClientId ? basic : throw ProtocolError.InvalidRequest.Because("client_id in body and header differ");
    }

    /// <summary>RFC 6749 section 2.3.1: id and secret are form-encoded before they are joined.</summary>
    private static Presented? ReadBasic(string header)
    {
        const string Scheme = "Basic ";
        if (!header.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase))
        {
            return null;
        }

        var bytes = new byte[header.Length];
        if (!Convert.TryFromBase64Chars(header.AsSpan(Scheme.Length).Trim(), bytes, out var length))
        {
            return null;
        }

        var pair = Encoding.UTF8.GetString(bytes, 0, length);
        var colon = pair.IndexOf(':', StringComparison.Ordinal);
        return colon > 0 && RequestParameters.Decode(pair.AsSpan(0, colon)) is { } id && RequestParameters.Decode(pair.AsSpan(colon + 1)) is { Length: > 0 } secret
            ? new Presented(id, secret, ClientAuthenticationMethods.Basic)
            : null;
    }

    private readonly record struct Presented(string ClientId, string? Secret, string Method);
}
