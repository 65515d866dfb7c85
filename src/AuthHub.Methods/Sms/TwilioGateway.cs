using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using AuthHub.SignIn.Messages;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace AuthHub.Methods.Sms;

/// <summary>
/// Hands text messages to Twilio's REST API. Tries again only where surely nothing was sent: after a refused connection or
/// an answer that says so. After a time-out nobody knows, and a second message would only confuse.
/// </summary>
public sealed partial class TwilioGateway(HttpClient http, IOptions<TwilioSettings> settings, TimeProvider clock, ILogger<TwilioGateway> logger) : IMessageGateway
{
    private const int Tries = 3;

    public string Kind => "sms";

    public async Task SendAsync(Message message, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            var (reason, again) = await TryAsync(message, cancellationToken);
            if (reason is null)
            {
                return;
            }

            Failed(logger, PhoneNumber.Parse(message.To)?.Masked ?? "•••", attempt, reason);
            if (!again || attempt == Tries)
            {
                throw new MessageNotSentException(reason);
            }

            await Task.Delay(TimeSpan.FromMilliseconds(200 * attempt), clock, cancellationToken);
        }
    }

    private async Task<(string? Reason, bool Again)> TryAsync(Message message, CancellationToken cancellationToken)
    {
        try
        {
            using var request = Request(message);
            using var answer = await http.SendAsync(request, cancellationToken);
            return answer.IsSuccessStatusCode
                ? (null, false)
                : ($"status {(int)answer.StatusCode}, code {await CodeAsync(answer, cancellationToken)}", answer.StatusCode
                    is HttpStatusCode.TooManyRequests or HttpStatusCode.InternalServerError or HttpStatusCode.BadGateway or HttpStatusCode.ServiceUnavailable);
        }
        catch (HttpRequestException failure)
        {
            return (failure.HttpRequestError.ToString(), failure.HttpRequestError is HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return ("time-out", false);
        }
    }

    private HttpRequestMessage Request(Message message)
    {
        var account = settings.Value.AccountSid;
        List<KeyValuePair<string, string>> fields =
        [
            new("To", message.To),
            new("Body", message.Text),
            settings.Value.MessagingServiceSid is { Length: > 0 } service ? new("MessagingServiceSid", service) : new("From", settings.Value.From!),
        ];
        var address = new Uri(settings.Value.BaseAddress, $"2010-04-01/Accounts/{account}/Messages.json");
        return new HttpRequestMessage(HttpMethod.Post, address)
        {
            Content = new FormUrlEncodedContent(fields),
            Headers =
            {
                Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{account}:{settings.Value.AuthToken}"))),
            },
        };
    }

    /// <summary>The carrier's own number for what is wrong; its sentence may repeat the telephone number.</summary>
    private static async Task<string> CodeAsync(HttpResponseMessage answer, CancellationToken cancellationToken)
    {
        try
        {
            using var body = JsonDocument.Parse(await answer.Content.ReadAsStringAsync(cancellationToken));
            return body.RootElement.TryGetProperty("code", out var code) && code.TryGetInt32(out var number)
                ? number.ToString(System.Globalization.CultureInfo.InvariantCulture)
                : "none";
        }
        catch (Exception unreadable) when (unreadable is JsonException or InvalidOperationException)
        {
            return "none";
        }
    }

    [LoggerMessage(LogLevel.Warning, "The carrier did not take a message to {Number} (try {Attempt}): {Reason}")]
    private static partial void Failed(ILogger logger, string number, int attempt, string reason);
}
