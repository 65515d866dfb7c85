using AuthHub.OpenId.Endpoints;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace AuthHub.OpenId.Errors;

/// <summary>The error object of RFC 6749 section 5.2, with the challenge that 401 and bearer errors need (RFC 6750 section 3).</summary>
internal sealed class ErrorAnswer(ProtocolError error) : IResult
{
    public Task ExecuteAsync(HttpContext httpContext)
    {
        if (error == ProtocolError.InvalidToken || error == ProtocolError.InsufficientScope)
        {
            // RFC 6750 section 3.1: who brought nothing is not told what was wrong with it.
            httpContext.Response.Headers.WWWAuthenticate = httpContext.Request.Headers.Authorization.Count == 0 ? "Bearer" : new StringValues($"Bearer error=\"{error.Code}\", error_description=\"{error.Sentence}\"");
        }
        else if (error == ProtocolError.InvalidClient && httpContext.Request.Headers.Authorization.Count > 0)
        {
            // RFC 6749 section 5.2: the challenge answers a client that used the header; browsers would ask the person for a password.
            httpContext.Response.Headers.WWWAuthenticate = new StringValues("Basic realm=\"clients\", charset=\"UTF-8\"");
        }

        return new JsonAnswer(Write, error.Status).ExecuteAsync(httpContext);
    }

    private void Write(System.Text.Json.Utf8JsonWriter writer)
    {
        writer.WriteString("error", error.Code);
        writer.WriteString("error_description", error.Sentence);
    }
}
