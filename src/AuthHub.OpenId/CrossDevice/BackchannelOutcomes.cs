using System.Buffers;
using System.Net.Http.Headers;
using System.Text.Json;
using AuthHub.OpenId.Authorizations;
using AuthHub.OpenId.Clients;
using AuthHub.OpenId.Errors;
using AuthHub.OpenId.Grants;
using AuthHub.OpenId.Keys;
using AuthHub.OpenId.Outgoing;
using AuthHub.OpenId.Resources;
using AuthHub.OpenId.Tokens;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace AuthHub.OpenId.CrossDevice;

/// <summary>
/// Tells a client the outcome of what it asked (CIBA Core sections 10.2, 10.3 and 12): with ping that there is one, a few times; with push the
/// tokens themselves. Tokens that reach nobody are worth nothing: their authorization is revoked.
/// </summary>
internal sealed partial class BackchannelOutcomes(
    ICrossDeviceRequests requests, IAuthorizations authorizations, LiveCheck live, TokenIssuer issuer, ClientCatalog clients, GuardedHttp http, IKeySealing sealing,
    TimeProvider clock, IOptions<OpenIdSettings> settings, ILogger<BackchannelOutcomes> logger)
{
    private const int PingAttempts = 4;

    private const int PushAttempts = 3;

    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(20);

    private static readonly TimeSpan PushPause = TimeSpan.FromSeconds(1);

    public async Task DeliverAsync(CrossDeviceRequest request, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var client = await clients.FindAsync(request.ClientId, cancellationToken);
        var isPush = client?.Metadata.BackchannelTokenDeliveryMode == DeliveryModes.Push;
        var isLast = isPush || request.NotifyAttempts + 1 >= PingAttempts;

        // Of several servers one gets it; where that one dies, the next attempt is the next one's.
        if (!await requests.TakeAsync(request, isLast ? null : now + (Pause * (request.NotifyAttempts + 1)), cancellationToken) || client is null)
        {
            return;
        }

        var notification = JsonSerializer.Deserialize<Notification>(sealing.Open(request.SealedNotification!, Notification.ContextOf(request.Id)))!;
        var isDone = client.Metadata.BackchannelTokenDeliveryMode switch
        {
            DeliveryModes.Push => await PushAsync(client, request, notification, cancellationToken),
            DeliveryModes.Ping => await PostAsync(client, notification, _ => { }, cancellationToken),
            _ => true,
        };
        if (isDone)
        {
            await requests.DoneAsync(request.Id, cancellationToken);
        }
        else
        {
            LogNotTold(client.ClientId, request.NotifyAttempts + 1);
        }
    }

    private async Task<bool> PushAsync(Client client, CrossDeviceRequest request, Notification notification, CancellationToken cancellationToken)
    {
        var authorization = request.DeniedAt is null ? await authorizations.FindByCodeAsync(request.Hash, cancellationToken) : null;
        if (authorization is null || await live.AskAsync(authorization, cancellationToken) is not Liveness.Alive alive)
        {
            var error = request.DeniedAt is null && authorization is null ? ProtocolError.ExpiredToken : ProtocolError.DeniedElsewhere;
            return await TryAsync(client, notification, writer => WriteError(writer, error), cancellationToken);
        }

        var now = clock.GetUtcNow();
        var refresh = client.MayUse(GrantTypes.RefreshToken) ? RefreshToken.Start() : null;
        var isMine = await authorizations.RedeemCodeAsync(authorization.Id, refresh?.ToStart(now + settings.Value.RefreshLifetime, null), now, cancellationToken);
        if (isMine)
        {
            var tokens = await issuer.IssuePushedAsync(alive, authorization, new Target([settings.Value.Issuer], authorization.Scopes), refresh, notification.Code, cancellationToken);
            if (await TryAsync(client, notification, writer => WriteTokens(writer, tokens), cancellationToken))
            {
                return true;
            }
        }

        await authorizations.RevokeAsync(authorization.Id, now, cancellationToken);
        return false;
    }

    private async Task<bool> TryAsync(Client client, Notification notification, Action<Utf8JsonWriter> write, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            if (await PostAsync(client, notification, write, cancellationToken))
            {
                return true;
            }

            if (attempt == PushAttempts)
            {
                return false;
            }

            await Task.Delay(PushPause * attempt, cancellationToken);
        }
    }

    private async Task<bool> PostAsync(Client client, Notification notification, Action<Utf8JsonWriter> write, CancellationToken cancellationToken)
    {
        var buffer = new ArrayBufferWriter<byte>(1024);
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            writer.WriteString("auth_req_id", notification.Code);
            write(writer);
            writer.WriteEndObject();
        }

        using var body = new ReadOnlyMemoryContent(buffer.WrittenMemory);
        body.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        return await http.PostAsync(client.Metadata.BackchannelClientNotificationEndpoint!, body, notification.Token, cancellationToken) is OutgoingVerdict.Answered;
    }

    private void WriteTokens(Utf8JsonWriter writer, TokenAnswer tokens)
    {
        writer.WriteString("access_token", tokens.AccessToken);
        writer.WriteString("token_type", TokenHeader.Bearer);
        writer.WriteNumber("expires_in", (long)settings.Value.AccessTokenLifetime.TotalSeconds);
        writer.WriteString("id_token", tokens.IdToken);
        if (tokens.RefreshToken is not null)
        {
            writer.WriteString("refresh_token", tokens.RefreshToken);
        }
    }

    private static void WriteError(Utf8JsonWriter writer, ProtocolError error)
    {
        writer.WriteString("error", error.Code);
        writer.WriteString("error_description", error.Sentence);
    }

    [LoggerMessage(1, LogLevel.Warning, "Client {ClientId} could not be told the outcome, attempt {Attempt}")]
    private partial void LogNotTold(string clientId, int attempt);
}
