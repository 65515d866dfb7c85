using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using AuthHub.SignIn.Messages;
using AuthHub.SignIn.Throttling;
using AuthHub.SignIn.Users;
using Microsoft.Extensions.Localization;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace AuthHub.Methods.Sms;

/// <summary>Sends a challenge once all limits allow it: messages cost money, and somebody is always pumping them.</summary>
public sealed partial class SmsDispatch(
    IThrottle throttle, IEnumerable<IMessageGateway> gateways, IOptions<SmsSettings> settings, IStringLocalizer<SmsTexts> texts, ILogger<SmsDispatch> logger)
{
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);

    /// <summary>Whether numbers of this range get messages at all.</summary>
    public bool IsServed(PhoneNumber number) =>
        !settings.Value.RefusedPrefixes.Any(prefix => number.Text.StartsWith(prefix, StringComparison.Ordinal))
        && (settings.Value.AllowedPrefixes.Length == 0 || settings.Value.AllowedPrefixes.Any(prefix => number.Text.StartsWith(prefix, StringComparison.Ordinal)));

    /// <summary>Sends. The answer is null, or why nothing was sent, in the person's language.</summary>
    internal async Task<string?> SendAsync(PhoneNumber number, User user, string? address, string serviceName, string code, IReadOnlyList<int> sizes, int minutes, CancellationToken cancellationToken)
    {
        if (!IsServed(number))
        {
            return texts["NotServed"];
        }

        if (gateways.FirstOrDefault(gateway => gateway.Kind == "sms") is not { } gateway)
        {
            return texts["NoGateway"];
        }

        if (await LimitAsync(number, user, address, cancellationToken) is { } limit)
        {
            return limit;
        }

        try
        {
            await gateway.SendAsync(new Message("sms", number.Text, Compose(serviceName, code, sizes, minutes)), cancellationToken);
            return null;
        }
        catch (MessageNotSentException failure)
        {
            NotSent(logger, failure, number.Masked);
            return texts["NotSent"];
        }
    }

    /// <summary>One message (S-231): who, what, how long, a warning, and the line that ties the code to our host.</summary>
    internal string Compose(string serviceName, string code, IReadOnlyList<int> sizes, int minutes)
    {
        var grouped = SmsCode.InGroups(code, sizes);
        var last = $"\n@{settings.Value.Host} #{code}";
        var service = Gsm7.Fold(serviceName).ReplaceLineEndings(" ");
        var rest = Gsm7.Fold(texts["Message", "", grouped, minutes]).Length + last.Length;
        var room = Math.Clamp(Gsm7.Signs - rest, 0, service.Length);
        return Gsm7.Fold(texts["Message", service[..room].TrimEnd(), grouped, minutes]) + last;
    }

    private async Task<string?> LimitAsync(PhoneNumber number, User user, string? address, CancellationToken cancellationToken)
    {
        var limits = settings.Value;
        var whole = Convert.ToHexString(SHA256.HashData(Encoding.ASCII.GetBytes(number.Text)))[..32];
        (string Key, int Limit, TimeSpan Window, string Text)[] counted =
        [
            ($"sms:pause:{whole}", 1, TimeSpan.FromSeconds(limits.PauseSeconds), "TooSoon"),
            ($"sms:number:{whole}", limits.PerNumberAndHour, Hour, "TooMany"),
            ($"sms:person:{user.Id:N}", limits.PerPersonAndHour, Hour, "TooMany"),
            ($"sms:network:{Network(address)}", limits.PerNetworkAndHour, Hour, "TooMany"),
            ($"sms:prefix:{number.Prefix}", limits.PerPrefixAndDay, Day, "TooBusy"),
            ("sms:all", limits.PerDay, Day, "TooBusy"),
        ];
        foreach (var (key, limit, window, text) in counted)
        {
            var answer = await throttle.CountAsync(key, limit, window, cancellationToken);
            if (!answer.Allowed)
            {
                Limited(logger, key.Split(':')[1], number.Masked);
                return text == "TooSoon"
                    ? texts[text, (int)Math.Ceiling(answer.RetryAfter.TotalSeconds)]
                    : texts[text, (int)Math.Ceiling(answer.RetryAfter.TotalMinutes)];
            }
        }

        return null;
    }

    /// <summary>An IPv6 customer has a whole /64.</summary>
    private static string Network(string? address)
    {
        if (!IPAddress.TryParse(address, out var parsed))
        {
            return "unknown";
        }

        var plain = parsed.IsIPv4MappedToIPv6 ? parsed.MapToIPv4() : parsed;
        return plain.AddressFamily == AddressFamily.InterNetworkV6 ? Convert.ToHexString(plain.GetAddressBytes().AsSpan(0, 8)) : plain.ToString();
    }

    [LoggerMessage(LogLevel.Warning, "A message to {Number} could not be sent.")]
    private static partial void NotSent(ILogger logger, Exception failure, string number);

    [LoggerMessage(LogLevel.Warning, "A message to {Number} was not sent: the limit by {Limit} is reached.")]
    private static partial void Limited(ILogger logger, string limit, string number);
}
