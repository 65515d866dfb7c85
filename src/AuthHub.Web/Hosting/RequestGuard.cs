using System.Text;
using Microsoft.Extensions.Options;

namespace AuthHub.Web.Hosting;

/// <summary>Refuses what no browser or app of good will sends, before anything else looks at it: other hosts, broken UTF-8, NUL characters, cross-site form posts to pages.</summary>
internal static class RequestGuard
{
    public static IApplicationBuilder UseRequestGuard(this IApplicationBuilder app)
    {
        var issuer = app.ApplicationServices.GetRequiredService<IOptions<WebSettings>>().Value.IssuerUri;
        return app.Use((http, next) =>
        {
            var status = Judge(http.Request, issuer);
            if (status == 0)
            {
                return next(http);
            }

            http.Response.StatusCode = status;
            return Task.CompletedTask;
        });
    }

    private static int Judge(HttpRequest request, Uri issuer)
    {
        if (!string.Equals(request.Host.Value, issuer.Authority, StringComparison.OrdinalIgnoreCase) && !request.Path.StartsWithSegments("/health", StringComparison.Ordinal))
        {
            return StatusCodes.Status421MisdirectedRequest;
        }

        if (IsBroken(request.Path.Value) || IsBroken(request.QueryString.Value))
        {
            return StatusCodes.Status400BadRequest;
        }

        // Browsers say where a request comes from; pages take posts from themselves only. Apps post to /connect.
        return HttpMethods.IsPost(request.Method)
            && request.Headers["Sec-Fetch-Site"] == "cross-site"
            && !request.Path.StartsWithSegments("/connect", StringComparison.Ordinal)
            ? StatusCodes.Status403Forbidden
            : 0;
    }

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
}
