using System.Text.Json;
using AuthHub.OpenId.Audit;
using AuthHub.OpenId.Clients;
using AuthHub.OpenId.Errors;
using AuthHub.OpenId.Keys;
using AuthHub.OpenId.Subjects;
using Microsoft.Extensions.Options;

namespace AuthHub.OpenId.CrossDevice;

/// <summary>Puts a client's question before a person, within what one person may be asked (attack XDV-05), and tells her that it waits.</summary>
internal sealed class BackchannelQuestions(ICrossDeviceRequests requests, IKeySealing sealing, BackchannelDelivery delivery, IProtocolAudit audit, TimeProvider clock, IOptions<OpenIdSettings> settings)
{
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    /// <param name="client">Who asks.</param>
    /// <param name="asked">What.</param>
    /// <param name="subject">Whom; or, where the hint is nobody's, a text that is no subject.</param>
    /// <param name="address">From where.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    public async Task<(string Code, CrossDeviceRequest Stored)> AskAsync(Client client, BackchannelRequest asked, string subject, string? address, CancellationToken cancellationToken)
    {
        var (now, rules) = (clock.GetUtcNow(), settings.Value.CrossDevice);
        if (await requests.CountWaitingAsync(client.ClientId, null, now, cancellationToken) >= rules.WaitingPerClient)
        {
            throw ProtocolError.TooManyRequests.Because("too many requests of this client are waiting");
        }

        var (code, id, requestedAt) = (CrossDeviceRequest.NewCode(), Guid.CreateVersion7(now), DateTimeOffset.FromUnixTimeMilliseconds(now.ToUnixTimeMilliseconds()));
        var expiresAt = requestedAt + (asked.Expiry < rules.Lifetime ? asked.Expiry.Value : rules.Lifetime);
        var request = new CrossDeviceRequest
        {
            Id = id,
            Kind = CrossDeviceKinds.Backchannel,
            Hash = CrossDeviceRequest.HashOf(CrossDeviceKinds.Backchannel, code),
            ClientId = client.ClientId,
            Subject = subject,
            Scopes = asked.Scopes,
            AcrValues = asked.AcrValues,
            BindingMessage = asked.BindingMessage,
            SealedNotification = asked.NotificationToken is { } token ? sealing.Seal(JsonSerializer.SerializeToUtf8Bytes(new Notification(token, code)), Notification.ContextOf(id)) : null,
            NotifyAt = asked.NotificationToken is null ? null : expiresAt,
            Address = address,
            RequestedAt = requestedAt,
            ExpiresAt = expiresAt,
            Interval = rules.Interval,
            NextPollAt = requestedAt,
        };
        await requests.AddAsync(request, cancellationToken);

        // Counted after it is there: of many at once too many never get through.
        if (await requests.CountOfAsync(subject, now, true, cancellationToken) > rules.WaitingPerPerson || await requests.CountOfAsync(subject, now - Hour, false, cancellationToken) > rules.PerPersonAndHour)
        {
            await requests.RemoveAsync(id, cancellationToken);
            throw ProtocolError.AccessDenied.Because("the person is asked too much");
        }

        await audit.WriteAsync(ProtocolAuditTypes.BackchannelAsked, subject, client.ClientId, string.Join(' ', asked.Scopes), cancellationToken);
        delivery.Tell(id);
        return (code, request);
    }
}
