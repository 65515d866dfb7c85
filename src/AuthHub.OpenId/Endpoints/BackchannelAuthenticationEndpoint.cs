using AuthHub.OpenId.Audit;
using AuthHub.OpenId.Clients;
using AuthHub.OpenId.CrossDevice;
using AuthHub.OpenId.Errors;
using AuthHub.OpenId.Grants;
using AuthHub.OpenId.Requests;
using AuthHub.OpenId.Subjects;
using AuthHub.OpenId.Tokens;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Options;

namespace AuthHub.OpenId.Endpoints;

/// <summary>
/// Authentication requests without a browser (CIBA Core section 7): a client names a person, she answers on her account page. Who names
/// nobody hears the same as who names somebody (attack XDV-05).
/// </summary>
internal static class BackchannelAuthenticationEndpoint
{
    /// <summary>What proves the client; it stays outside of a signed request (section 7.1.1).</summary>
    private static readonly string[] Outside = ["request", "client_id", "client_secret", "client_assertion", "client_assertion_type"];

    public static void Map(IEndpointRouteBuilder routes) => routes.MapPost(OpenIdRoutes.BackchannelAuthentication, HandleAsync);

    private static async Task<IResult> HandleAsync(
        HttpContext context, ClientAuthentication clients, BackchannelRequestObjects objects, BackchannelQuestions questions, IdTokens idTokens, ClientSubjects subjects, ISubjectNames names, CancellationToken cancellationToken)
    {
        var parameters = await RequestParameters.OfBackChannelAsync(context.Request, cancellationToken);
        var client = await clients.AuthenticateAsync(context, parameters, cancellationToken);
        if (client.IsPublic || !client.MayUse(GrantTypes.Ciba))
        {
            throw ProtocolError.UnauthorizedClient.Because("ciba not registered for this client");
        }

        var request = BackchannelRequest.Read(client, await ReadAsync(client, parameters, objects, cancellationToken));
        var subject = await SubjectAsync(client, request, idTokens, subjects, names, cancellationToken);
        var (code, stored) = await questions.AskAsync(client, request, subject, context.Connection.RemoteIpAddress?.ToString(), cancellationToken);
        return new JsonAnswer(writer =>
        {
            writer.WriteString("auth_req_id", code);
            writer.WriteNumber("expires_in", (long)(stored.ExpiresAt - stored.RequestedAt).TotalSeconds);
            if (client.Metadata.BackchannelTokenDeliveryMode != DeliveryModes.Push)
            {
                writer.WriteNumber("interval", stored.Interval);
            }
        });
    }

    /// <summary>The parameters, signed or not as the client registered; nothing beside a signed request counts.</summary>
    private static async Task<Func<string, string?>> ReadAsync(Client client, RequestParameters parameters, BackchannelRequestObjects objects, CancellationToken cancellationToken)
    {
        if (parameters["request"] is not { } text)
        {
            return client.Metadata.BackchannelAuthenticationRequestSigningAlg is null ? name => parameters[name] : throw ProtocolError.InvalidRequest.Because("this client has to sign its requests");
        }

        if (parameters.Values.Keys.Except(Outside, StringComparer.Ordinal).Any())
        {
            throw ProtocolError.InvalidRequest.Because("parameters beside a signed request");
        }

        var (signed, reason) = await objects.ReadAsync(client, text, cancellationToken);
        return signed is null ? throw ProtocolError.InvalidRequest.Because(reason!) : name => signed.GetValueOrDefault(name) is { Length: > 0 } value ? value : null;
    }

    private static async Task<string> SubjectAsync(Client client, BackchannelRequest request, IdTokens idTokens, ClientSubjects subjects, ISubjectNames names, CancellationToken cancellationToken)
    {
        if (request.IdTokenHint is { } hint)
        {
            return await idTokens.ReadHintAsync(hint, cancellationToken) is { Subject: { } shown } claims && claims.Audience[0] == client.ClientId && subjects.Meant(client, shown) is { } subject
                ? subject
                : throw ProtocolError.UnknownUserId.Because("id_token_hint is not ours, or of another client");
        }

        return await names.FindByHintAsync(request.LoginHint!, cancellationToken) ?? throw ProtocolError.UnknownUserId.Because("login_hint is nothing anybody could be called");
    }
}
