using Microsoft.AspNetCore.Http;

namespace AuthHub.OpenId.Endpoints;

/// <summary>303 to a place that was checked before: always a GET, so that nothing posted here is posted on (RFC 9700 section 4.12).</summary>
internal sealed class RedirectResult(string location) : IResult
{
    public Task ExecuteAsync(HttpContext httpContext)
    {
        httpContext.Response.StatusCode = StatusCodes.Status303SeeOther;
        httpContext.Response.Headers.Location = location;
        httpContext.Response.Headers.CacheControl = "no-store";
        httpContext.Response.Headers["Referrer-Policy"] = "no-referrer";
        return Task.CompletedTask;
    }
}
