using AuthHub.OpenId.Errors;
using AuthHub.Web.Hosting;
using Microsoft.Extensions.Options;

namespace AuthHub.Web.Browser;

/// <summary>The headers every answer carries: no foreign content, no frames, no caching, nothing told to others.</summary>
public static class SecurityHeaders
{
    private static readonly object FormTargets = new();
    private static readonly object FrameSources = new();

    /// <summary>
    /// Lets forms of this page end, by redirects, at an app. Browsers apply <c>form-action</c> to every redirect that
    /// follows a submitted form, so without this the way back into the app would be blocked.
    /// </summary>
    public static void AllowFormsTo(HttpContext http, string? origin)
    {
        if (!string.IsNullOrEmpty(origin))
        {
            http.Items[FormTargets] = origin;
        }
    }

    /// <summary>Lets this page load these addresses in frames, and no others.</summary>
    public static void AllowFrames(HttpContext http, IEnumerable<string> addresses) =>
        http.Items[FrameSources] = string.Join(' ', addresses.Select(SourceOf).Distinct(StringComparer.Ordinal));

    /// <summary>Origin and path as a source expression (Content Security Policy Level 3 section 2.3.1); what would end it is encoded.</summary>
    private static string SourceOf(string address) =>
        new Uri(address).GetLeftPart(UriPartial.Path).Replace(";", "%3B", StringComparison.Ordinal).Replace(",", "%2C", StringComparison.Ordinal).Replace("'", "%27", StringComparison.Ordinal);

    public static IApplicationBuilder UseSecurityHeaders(this IApplicationBuilder app)
    {
        var isHttps = app.ApplicationServices.GetRequiredService<IOptions<WebSettings>>().Value.IsHttps;
        return app.Use((http, next) =>
        {
            http.Response.OnStarting(() =>
            {
                Add(http, isHttps);
                return Task.CompletedTask;
            });
            return next(http);
        });
    }

    private static void Add(HttpContext http, bool isHttps)
    {
        var headers = http.Response.Headers;
        headers.XContentTypeOptions = "nosniff";
        if (http.GetEndpoint()?.Metadata.GetMetadata<MayBeFramed>() is null)
        {
            headers.XFrameOptions = "DENY";
        }

        headers["Referrer-Policy"] = "no-referrer";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        headers["Cross-Origin-Resource-Policy"] = "same-origin";
        headers["Permissions-Policy"] = "camera=(), microphone=(), geolocation=(), publickey-credentials-get=(self), publickey-credentials-create=(self)";
        if (isHttps)
        {
            headers.StrictTransportSecurity = "max-age=63072000; includeSubDomains";
        }

        // A page that brings its own policy (the form post of an answer) keeps it.
        if (headers.ContentSecurityPolicy.Count == 0)
        {
            var target = http.Items.TryGetValue(FormTargets, out var origin) ? " " + origin : "";
            var frames = http.Items[FrameSources] is string { Length: > 0 } sources ? $" frame-src {sources};" : "";
            headers.ContentSecurityPolicy =
                $"default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self';{frames} form-action 'self'{target}; base-uri 'none'; frame-ancestors 'none'; object-src 'none'";
        }

        if (headers.CacheControl.Count == 0)
        {
            headers.CacheControl = http.Request.Path.StartsWithSegments("/assets", StringComparison.Ordinal) ? "public, max-age=300" : "no-store";
        }
    }
}
