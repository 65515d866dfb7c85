using System.Buffers;
using System.Text.Json;
using AuthHub.Jose;
using AuthHub.OpenId.Clients;
using AuthHub.OpenId.Errors;
using AuthHub.OpenId.Requests;
using AuthHub.OpenId.Tokens;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace AuthHub.OpenId.Endpoints;

/// <summary>
/// Introspection (RFC 7662), as JSON or as a signed JWT (RFC 9701). Whoever is not concerned hears "not active", whatever the reason; the
/// log hears the reason.
/// </summary>
internal static partial class IntrospectionEndpoint
{
    private const string JwtType = "token-introspection+jwt";

    private const string MediaType = "application/" + JwtType;

    public static void Map(IEndpointRouteBuilder routes) => routes.MapPost(OpenIdRoutes.Introspect, HandleAsync);

    private static async Task<IResult> HandleAsync(
        HttpContext context, ClientAuthentication clients, Introspection introspection, ClientJwts jwts, TimeProvider clock, IOptions<OpenIdSettings> settings, ILogger<Introspection> logger, CancellationToken cancellationToken)
    {
        var parameters = await RequestParameters.OfBackChannelAsync(context.Request, cancellationToken);
        var client = await clients.AuthenticateAsync(context, parameters, cancellationToken);
        if (client.IsPublic)
        {
            // RFC 7662 section 2.1: the caller must be authenticated, against fishing for tokens.
            throw ProtocolError.InvalidClient.Because("introspection by a public client");
        }

        var token = parameters["token"] ?? throw ProtocolError.InvalidRequest.Because("token missing");
        var verdict = await introspection.AskAsync(client, token, cancellationToken);
        if (verdict is IntrospectionVerdict.Inactive inactive)
        {
            LogInactive(logger, client.ClientId, inactive.Reason, RequestNumber.Of(context));
        }

        return WantsJwt(context.Request, client)
            ? new JwtAnswer(await WriteAsync(client, verdict, jwts, settings.Value.Issuer, clock.GetUtcNow(), cancellationToken), MediaType)
            : new JsonAnswer(verdict.Write);
    }

    /// <summary>RFC 9701 section 4: by the header. Who registered to get it encrypted gets nothing else.</summary>
    private static bool WantsJwt(HttpRequest request, Client client) =>
        client.Metadata.IntrospectionEncryptedResponseAlg is not null
        || request.GetTypedHeaders().Accept.Any(type => type.MediaType.Equals(MediaType, StringComparison.OrdinalIgnoreCase) && type.Quality != 0);

    /// <summary>RFC 9701 section 5.</summary>
    private static ValueTask<string> WriteAsync(Client client, IntrospectionVerdict verdict, ClientJwts jwts, string issuer, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var buffer = new ArrayBufferWriter<byte>(1024);
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            writer.WriteString("iss", issuer);
            writer.WriteString("aud", client.ClientId);
            writer.WriteNumber("iat", now.ToUnixTimeSeconds());
            writer.WriteStartObject("token_introspection");
            verdict.Write(writer);
            writer.WriteEndObject();
            writer.WriteEndObject();
        }

        var metadata = client.Metadata;
        var form = new JwtForm(JwtType, metadata.IntrospectionSignedResponseAlg ?? SignatureAlgorithm.RS256.Name, metadata.IntrospectionEncryptedResponseAlg, metadata.IntrospectionEncryptedResponseEnc);
        return jwts.WriteAsync(client, form, buffer.WrittenMemory, cancellationToken);
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Introspection told client {ClientId} that a token is not active: {Reason} (number {Number})")]
    private static partial void LogInactive(ILogger logger, string clientId, string reason, string number);
}
