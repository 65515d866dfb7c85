using Microsoft.AspNetCore.Http;

namespace AuthHub.OpenId.Endpoints;

/// <summary>A public document that was written beforehand. Any page may read it, and caches may keep it for a short while.</summary>
internal sealed class StaticJson(ReadOnlyMemory<byte> document) : IResult
{
    public Task ExecuteAsync(HttpContext httpContext)
    {
        var response = httpContext.Response;
        response.ContentType = "application/json";
        response.ContentLength = document.Length;
        response.Headers.CacheControl = "public, max-age=300";
        response.Headers.AccessControlAllowOrigin = "*";
        return response.Body.WriteAsync(document, httpContext.RequestAborted).AsTask();
    }
}
