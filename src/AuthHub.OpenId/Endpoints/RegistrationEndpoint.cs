using System.Text.Json;
using System.Text.Json.Nodes;
using AuthHub.OpenId.Audit;
using AuthHub.OpenId.Clients;
using AuthHub.OpenId.Errors;
using AuthHub.OpenId.Registration;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Options;

namespace AuthHub.OpenId.Endpoints;

/// <summary>Registration by machine (RFC 7591), and reading, changing and removing one's own registration (RFC 7592).</summary>
internal static class RegistrationEndpoint
{
    private static readonly JsonDocumentOptions Strict = new() { MaxDepth = 16, AllowDuplicateProperties = false };

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPost(OpenIdRoutes.Register, RegisterAsync);
        routes.MapGet(OpenIdRoutes.Register + "/{clientId}", ReadAsync);
        routes.MapPut(OpenIdRoutes.Register + "/{clientId}", ChangeAsync);
        routes.MapDelete(OpenIdRoutes.Register + "/{clientId}", RemoveAsync);
    }

    private static async Task<IResult> RegisterAsync(
        HttpContext context, RegistrationTokens tokens, SoftwareStatements statements, ClientRegistration registration, Sector sectors, IClients clients, IProtocolAudit audit, IOptions<OpenIdSettings> settings, CancellationToken cancellationToken)
    {
        var metadata = await statements.ReadAsync(await BodyAsync(context.Request, cancellationToken), null, cancellationToken);
        var verdict = registration.ReadOwn(metadata);
        var accepted = Judge(verdict);
        switch (settings.Value.Registration)
        {
            case RegistrationAccess.Open:
                await RequireRoomAsync(clients, accepted.Client.CreatedAt, settings.Value.RegistrationsPerHour, cancellationToken);
                break;
            case RegistrationAccess.Token:
                await tokens.RequireInitialAsync(context.Request, cancellationToken);
                break;
            default:
                throw ProtocolError.AccessDenied.Because("registration is off");
        }

        // Only now: strangers make AuthHub ask nobody.
        Judge(await sectors.ConfirmAsync(verdict, cancellationToken));
        accepted.Client.Metadata.SelfRegistered = true;
        var token = RegistrationTokens.Renew(accepted.Client);
        if (!await clients.AddAsync(accepted.Client, cancellationToken))
        {
            throw new InvalidOperationException("A random client id was taken.");
        }

        await audit.WriteAsync(ProtocolAuditTypes.ClientRegistered, null, accepted.Client.ClientId, accepted.Client.Name, cancellationToken);
        return Answer(accepted.Client, accepted.Secret, token, settings.Value, StatusCodes.Status201Created);
    }

    private static async Task<IResult> ReadAsync(HttpContext context, string clientId, RegistrationTokens tokens, IOptions<OpenIdSettings> settings, CancellationToken cancellationToken) =>
        Answer(await tokens.RequireManagingAsync(context.Request, clientId, cancellationToken), null, null, settings.Value, StatusCodes.Status200OK);

    /// <summary>RFC 7592 section 2.2: replaces everything; the token is renewed with it, so that a lost one dies.</summary>
    private static async Task<IResult> ChangeAsync(
        HttpContext context, string clientId, RegistrationTokens tokens, SoftwareStatements statements, ClientRegistration registration, Sector sectors, IClients clients, IProtocolAudit audit, IOptions<OpenIdSettings> settings, CancellationToken cancellationToken)
    {
        var client = await tokens.RequireManagingAsync(context.Request, clientId, cancellationToken);
        var metadata = await BodyAsync(context.Request, cancellationToken);
        RequireSame(metadata, client);
        metadata = await statements.ReadAsync(metadata, client.Metadata.SoftwareStatement, cancellationToken);
        var (changed, secret) = Judge(await sectors.ConfirmAsync(registration.ReadOwn(metadata, client), cancellationToken));
        changed.Metadata.SelfRegistered = client.Metadata.SelfRegistered;
        var token = RegistrationTokens.Renew(changed);

        // Asking others took time, in which an administrator may have decided something.
        var now = await tokens.RequireManagingAsync(context.Request, clientId, cancellationToken);
        if (now.Metadata.Write() != client.Metadata.Write() || !await clients.ChangeOwnAsync(changed, client, cancellationToken))
        {
            throw ProtocolError.InvalidToken.Because("registration changed meanwhile");
        }

        await audit.WriteAsync(ProtocolAuditTypes.ClientChanged, null, clientId, "by itself", cancellationToken);
        return Answer(changed, secret, token, settings.Value, StatusCodes.Status200OK);
    }

    /// <summary>RFC 7592 section 2.2: the body names the app itself, and may repeat its secret, not choose one.</summary>
    private static void RequireSame(JsonElement metadata, Client client)
    {
        if (metadata.ValueKind != JsonValueKind.Object
            || TextOf(metadata, "client_id") != client.ClientId
            || (metadata.TryGetProperty("client_secret", out _) && !(TextOf(metadata, "client_secret") is { } secret && ClientSecret.Matches(client.SecretHash, secret))))
        {
            throw ProtocolError.InvalidClientMetadata.Because("client_id missing or another one, or a secret of its own choice");
        }
    }

    /// <summary>Null for what is no text, half a surrogate pair too.</summary>
    private static string? TextOf(JsonElement metadata, string name)
    {
        try
        {
            return metadata.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }

    private static async Task<IResult> RemoveAsync(HttpContext context, string clientId, RegistrationTokens tokens, IClients clients, IProtocolAudit audit, CancellationToken cancellationToken)
    {
        await tokens.RequireManagingAsync(context.Request, clientId, cancellationToken);
        await clients.RemoveAsync(clientId, cancellationToken);
        await audit.WriteAsync(ProtocolAuditTypes.ClientRemoved, null, clientId, "by itself", cancellationToken);
        context.Response.Headers.CacheControl = "no-store";
        return Results.NoContent();
    }

    private static async Task<JsonElement> BodyAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        if (!request.HasJsonContentType() || request.ContentLength > ClientRegistration.MostBytes)
        {
            throw ProtocolError.InvalidClientMetadata.Because("no JSON, or too much of it");
        }

        try
        {
            using var body = await JsonDocument.ParseAsync(request.Body, Strict, cancellationToken);
            return body.RootElement.Clone();
        }
        catch (JsonException)
        {
            throw ProtocolError.InvalidClientMetadata.Because("the body is not JSON");
        }
    }

    private static RegistrationVerdict.Accepted Judge(RegistrationVerdict verdict) => verdict switch
    {
        RegistrationVerdict.Accepted accepted => accepted,
        RegistrationVerdict.Refused { RedirectUrisAtFault: true } refused => throw ProtocolError.InvalidRedirectUri.Because(string.Join(' ', refused.Reasons)),
        RegistrationVerdict.Refused refused => throw ProtocolError.InvalidClientMetadata.Because(string.Join(' ', refused.Reasons)),
        _ => throw new InvalidOperationException(),
    };

    /// <summary>Strangers cannot fill the store (law L20).</summary>
    private static async Task RequireRoomAsync(IClients clients, DateTimeOffset now, int most, CancellationToken cancellationToken)
    {
        if (await clients.CountSelfRegisteredAsync(now - TimeSpan.FromHours(1), cancellationToken) >= most)
        {
            throw ProtocolError.TemporarilyUnavailable.Because("too many registrations this hour");
        }
    }

    private static JsonAnswer Answer(Client client, string? secret, string? token, OpenIdSettings settings, int status)
    {
        var members = ClientDocument.Of(client, secret);
        members["registration_client_uri"] = $"{settings.Issuer.TrimEnd('/')}{OpenIdRoutes.Register}/{client.ClientId}";
        if (token is not null)
        {
            members["registration_access_token"] = token;
        }

        return new JsonAnswer(
            writer =>
            {
                foreach (var (name, value) in members)
                {
                    writer.WritePropertyName(name);
                    (value ?? JsonValue.Create((string?)null)!).WriteTo(writer);
                }
            },
            status);
    }
}
