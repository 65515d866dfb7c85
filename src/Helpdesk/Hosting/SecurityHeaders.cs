using Microsoft.Extensions.Options;

namespace Helpdesk.Hosting;

/// <summary>Puts the same protecting headers on every answer, and 303 where a POST redirects.</summary>
internal sealed class SecurityHeaders(RequestDelegate next, IOptions<HelpdeskSettings> settings)
{
    private readonly string policy = PolicyFor(settings.Value.Authority);

    public Task InvokeAsync(HttpContext context)
    {
        context.Response.OnStarting(() =>
        {
            Apply(context);
            return Task.CompletedTask;
        });
        return next(context);
    }

    // Browsers hold form-action against redirects too, and log-in and log-out are forms that end at AuthHub.
    private static string PolicyFor(string authority) =>
        "default-src 'none'; style-src 'self'; img-src 'self' data:; base-uri 'none'; frame-ancestors 'none'; form-action 'self' "
        + new Uri(authority).GetLeftPart(UriPartial.Authority);

    private void Apply(HttpContext context)
    {
        var headers = context.Response.Headers;
        headers.ContentSecurityPolicy = policy;
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "same-origin";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        if (context.Items[Assets.Served] is null)
        {
            headers.CacheControl = "no-store";
        }

        // RFC 9110 section 15.4.4: after a POST the next request is a GET.
        if (context.Response.StatusCode == StatusCodes.Status302Found && HttpMethods.IsPost(context.Request.Method))
        {
            context.Response.StatusCode = StatusCodes.Status303SeeOther;
        }
    }
}
