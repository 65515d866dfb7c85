using System.Text;
using AuthHub.OpenId;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;

namespace AuthHub.Web.Hosting;

/// <summary>Refuses what no browser or app of good will sends, before anything else looks at it: other hosts and methods, broken UTF-8, NUL characters, posts to pages that come from other sites or are no forms.</summary>
internal static partial class RequestGuard
{
    public static IApplicationBuilder UseRequestGuard(this IApplicationBuilder app)
    {
        var issuer = app.ApplicationServices.GetRequiredService<IOptions<WebSettings>>().Value.IssuerUri;
        var openId = app.ApplicationServices.GetRequiredService<IOptions<OpenIdSettings>>().Value;
        var certificates = openId.MutualTls.IsOn ? new Uri(openId.MutualTls.RootFor(openId.Issuer)).Authority : issuer.Authority;
        var logger = app.ApplicationServices.GetRequiredService<ILoggerFactory>().CreateLogger(typeof(RequestGuard).FullName!);
        return app.Use((http, next) =>
        {
            if (WhyNot(http.Request, issuer, certificates) is not var (status, reason))
            {
                return next(http);
            }

            if (status == StatusCodes.Status405MethodNotAllowed)
            {
                http.Response.Headers.Allow = "GET, HEAD, POST";
            }

            // Never the address: it may carry a handle.
            LogRefused(logger, status, reason);
            http.Response.StatusCode = status;
            return Task.CompletedTask;
        });
    }

    private static (int Status, string Reason)? WhyNot(HttpRequest request, Uri issuer, string certificates)
    {
        // Where certificates are asked for, apps are at home and people are not.
        var isApps = request.Path.StartsWithSegments("/connect", StringComparison.Ordinal) && string.Equals(request.Host.Value, certificates, StringComparison.OrdinalIgnoreCase);
        if (!isApps && !string.Equals(request.Host.Value, issuer.Authority, StringComparison.OrdinalIgnoreCase) && !request.Path.StartsWithSegments("/health", StringComparison.Ordinal))
        {
            return (StatusCodes.Status421MisdirectedRequest, $"the host {request.Host.Value} is not the issuer's");
        }

        // Nothing but an app's own registration is put or deleted, and no other header or field says otherwise (attack FLOW-37).
        var isRegistration = request.Path.StartsWithSegments(OpenIdRoutes.Register, StringComparison.Ordinal) && (HttpMethods.IsPut(request.Method) || HttpMethods.IsDelete(request.Method));
        var isBrowsersQuestion = HttpMethods.IsOptions(request.Method) && request.Path.StartsWithSegments("/connect", StringComparison.Ordinal) && request.Headers.ContainsKey(HeaderNames.AccessControlRequestMethod);
        if (!isRegistration && !isBrowsersQuestion && !HttpMethods.IsGet(request.Method) && !HttpMethods.IsHead(request.Method) && !HttpMethods.IsPost(request.Method))
        {
            return (StatusCodes.Status405MethodNotAllowed, "the method is neither GET, HEAD nor POST");
        }

        if (IsBroken(request.Path.Value) || IsBroken(request.QueryString.Value))
        {
            return (StatusCodes.Status400BadRequest, "the address holds NUL or broken UTF-8");
        }

        if (!HttpMethods.IsPost(request.Method) || request.Path.StartsWithSegments("/connect", StringComparison.Ordinal))
        {
            return null;
        }

        // Browsers say where a request comes from; pages take posts from themselves only, and forms only. Apps post to /connect.
        return request.Headers["Sec-Fetch-Site"] == "cross-site" ? (StatusCodes.Status403Forbidden, "a page was posted to from another site")
            : !IsForm(request.ContentType) ? (StatusCodes.Status415UnsupportedMediaType, "what was posted to a page is not a form")
            : null;
    }

    /// <summary>Whether this is what our own forms send; none of them carries files.</summary>
    private static bool IsForm(string? contentType) =>
        MediaTypeHeaderValue.TryParse(contentType, out var type) && type.MediaType.Equals("application/x-www-form-urlencoded", StringComparison.OrdinalIgnoreCase);

    /// <summary>Whether text, percent-decoded, holds NUL or bytes that are no UTF-8.</summary>
    private static bool IsBroken(string? text)
    {
        if (string.IsNullOrEmpty(text))
        {
            return false;
        }

        if (text.Contains('\0', StringComparison.Ordinal) || text.Contains("%00", StringComparison.Ordinal) || text.Contains('\uFFFD', StringComparison.Ordinal))
        {
            return true;
        }

        try
        {
            new UTF8Encoding(false, throwOnInvalidBytes: true).GetCharCount(Unescape(text));
            return false;
        }
        catch (DecoderFallbackException)
        {
            return true;
        }
    }

    private static byte[] Unescape(string text)
    {
        var bytes = new List<byte>(text.Length);
        var utf8 = Encoding.UTF8.GetBytes(text);
        for (var i = 0; i < utf8.Length; i++)
        {
            if (utf8[i] == '%' && i + 2 < utf8.Length && char.IsAsciiHexDigit((char)utf8[i + 1]) && char.IsAsciiHexDigit((char)utf8[i + 2]))
            {
                bytes.Add(Convert.ToByte($"{(char)utf8[i + 1]}{(char)utf8[i + 2]}", 16));
                i += 2;
            }
            else
            {
                bytes.Add(utf8[i]);
            }
        }

        return [.. bytes];
    }

    [LoggerMessage(1, LogLevel.Information, "A request was refused with {Status}: {Reason}")]
    private static partial void LogRefused(ILogger logger, int status, string reason);
}
