using AuthHub.OpenId.Clients;
using AuthHub.OpenId.Errors;
using AuthHub.OpenId.Grants;
using AuthHub.OpenId.Requests;
using AuthHub.OpenId.Tokens;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace AuthHub.OpenId.Endpoints;

/// <summary>The token endpoint (RFC 6749 section 3.2): form, client, sender, grant, in this order; the rest is the grant's.</summary>
internal static class TokenEndpoint
{
    public static void Map(IEndpointRouteBuilder routes) => routes.MapPost(OpenIdRoutes.Token, HandleAsync).RequireCors(AppOrigins.Policy);

    private static async Task<IResult> HandleAsync(HttpContext context, ClientAuthentication clients, SenderConstraints senders, IOptions<OpenIdSettings> settings, CancellationToken cancellationToken)
    {
        var parameters = await RequestParameters.OfBackChannelAsync(context.Request, cancellationToken);
        var client = await clients.AuthenticateAsync(context, parameters, cancellationToken);

        var name = parameters["grant_type"] ?? throw ProtocolError.InvalidRequest.Because("grant_type missing");
        var grant = context.RequestServices.GetKeyedService<IGrant>(name) ?? throw ProtocolError.UnsupportedGrantType.Because("grant_type unknown");
        if (!client.MayUse(name))
        {
            throw ProtocolError.UnauthorizedClient.Because($"{name} not registered for this client");
        }

        var sender = await senders.ReadAsync(context, client, cancellationToken);
        var answer = await grant.RedeemAsync(client, parameters, sender, cancellationToken);
        return new JsonAnswer(writer =>
        {
            writer.WriteString("access_token", answer.AccessToken);
            writer.WriteString("token_type", sender.TokenType);
            writer.WriteNumber("expires_in", (long)(answer.Lifetime ?? settings.Value.AccessTokenLifetime).TotalSeconds);
            if (answer.Scopes.Count > 0)
            {
                writer.WriteString("scope", string.Join(' ', answer.Scopes));
            }

            if (answer.IssuedTokenType is not null)
            {
                writer.WriteString("issued_token_type", answer.IssuedTokenType);
            }

            if (answer.RefreshToken is not null)
            {
                writer.WriteString("refresh_token", answer.RefreshToken);
            }

            if (answer.AuthorizationDetails is not null)
            {
                // RFC 9396 section 7.
                writer.WritePropertyName("authorization_details");
                writer.WriteRawValue(answer.AuthorizationDetails);
            }

            if (answer.IdToken is not null)
            {
                writer.WriteString("id_token", answer.IdToken);
            }
        });
    }
}
