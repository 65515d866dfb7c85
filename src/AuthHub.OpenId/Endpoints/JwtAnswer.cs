using System.Text;
using Microsoft.AspNetCore.Http;

namespace AuthHub.OpenId.Endpoints;

/// <summary>A JWT that is the whole answer; never cached.</summary>
internal sealed class JwtAnswer(string token, string contentType) : IResult
{
    public Task ExecuteAsync(HttpContext httpContext)
    {
        var response = httpContext.Response;
        response.Headers.CacheControl = "no-store";
        response.Headers.Pragma = "no-cache";
        response.ContentType = contentType;
        response.ContentLength = token.Length;
        return response.Body.WriteAsync(Encoding.ASCII.GetBytes(token), httpContext.RequestAborted).AsTask();
    }
}
