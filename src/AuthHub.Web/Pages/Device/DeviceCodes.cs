using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using AuthHub.OpenId.CrossDevice;
using AuthHub.SignIn.Throttling;
using AuthHub.Web.Browser;
using Microsoft.AspNetCore.DataProtection;

namespace AuthHub.Web.Pages.Device;

/// <summary>
/// Turns the code a person typed into the address where she is asked, which is good in her browser only: a link that somebody sends leads
/// nowhere. Guesses are counted before they are judged, per browser, per network and over all (RFC 8628 section 5.1, attack XDV-02).
/// </summary>
public sealed partial class DeviceCodes(CrossDeviceDecisions decisions, IThrottle throttle, Cookies cookies, IDataProtectionProvider protection, ILogger<DeviceCodes> logger)
{
    /// <summary>Tries of one browser in <see cref="Window"/>.</summary>
    public const int PerBrowser = 5;

    /// <summary>Tries of one network.</summary>
    public const int PerNetwork = 20;

    /// <summary>Tries of everybody; with a thousand codes waiting, one in 8,000 rounds of guessing hits any.</summary>
    public const int InAll = 3_000;

    /// <summary>As long as a code lives.</summary>
    private static readonly TimeSpan Window = TimeSpan.FromMinutes(10);

    private string BrowserKey => $"user-code:{Convert.ToHexString(cookies.RequireRuns().Hash)}";

    /// <summary>The request meant, and when to come back where there were too many tries.</summary>
    public async Task<(CrossDeviceQuestion? Question, TimeSpan Wait)> FindAsync(string? typed, string? address, CancellationToken cancellationToken)
    {
        foreach (var (key, limit) in new[] { (BrowserKey, PerBrowser), ($"user-code:{NetworkKey.Of(address)}", PerNetwork), ("user-code", InAll) })
        {
            var counted = await throttle.CountAsync(key, limit, Window, cancellationToken);
            if (!counted.Allowed)
            {
                LogThrottled(limit);
                return (null, counted.RetryAfter);
            }
        }

        var question = await decisions.FindByUserCodeAsync(typed, cancellationToken);
        if (question is null)
        {
            LogUnknown();
        }

        return (question, TimeSpan.Zero);
    }

    /// <summary>The address of the page that asks.</summary>
    public string AddressOf(CrossDeviceQuestion question, string shown) =>
        $"/device/confirm?request={Base64Url.EncodeToString(Protector().Protect([.. question.Request.Id.ToByteArray(), .. Encoding.ASCII.GetBytes(shown)]))}";

    /// <summary>The request behind the handle and the code as it was typed; null when it waits no more, or is another browser's.</summary>
    public async Task<(CrossDeviceQuestion Question, string Code)?> OpenAsync(string? handle, CancellationToken cancellationToken)
    {
        if (handle is not { Length: > 0 and < 1000 } || cookies.Runs is null)
        {
            LogGone();
            return null;
        }

        try
        {
            var plain = Protector().Unprotect(Base64Url.DecodeFromChars(handle));
            if (await decisions.FindAsync(new Guid(plain.AsSpan(0, 16)), cancellationToken) is { } question)
            {
                return (question, Encoding.ASCII.GetString(plain, 16, plain.Length - 16));
            }
        }
        catch (Exception broken) when (broken is CryptographicException or FormatException)
        {
            // Somebody else's, or nobody's.
        }

        LogGone();
        return null;
    }

    /// <summary>A device was let in or kept out: this browser has shown that it does not guess.</summary>
    public Task ForgetTriesAsync(CancellationToken cancellationToken) => throttle.ClearAsync(BrowserKey, cancellationToken);

    private IDataProtector Protector() => protection.CreateProtector("AuthHub.Web.DeviceCodes.v1", Convert.ToHexString(cookies.RequireRuns().Hash));

    [LoggerMessage(1, LogLevel.Warning, "A user code was not looked at: more than {Limit} tries")]
    private partial void LogThrottled(int limit);

    [LoggerMessage(2, LogLevel.Information, "A user code was typed that is nobody's, over or answered")]
    private partial void LogUnknown();

    [LoggerMessage(3, LogLevel.Information, "A device's question was opened that is over, answered, broken or another browser's")]
    private partial void LogGone();
}
