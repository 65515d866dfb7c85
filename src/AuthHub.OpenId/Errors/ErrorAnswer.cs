using AuthHub.OpenId.Dpop;
using AuthHub.OpenId.Endpoints;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace AuthHub.OpenId.Errors;

/// <summary>The error object of RFC 6749 section 5.2, with the challenge that 401 and token errors need (RFC 6750 section 3, RFC 9449 section 7.1).</summary>
internal sealed class ErrorAnswer(ProtocolError error) : IResult
{
    private static readonly string Algorithms = $"algs=\"{string.Join(' ', DpopProofs.AlgorithmNames)}\"";

    public Task ExecuteAsync(HttpContext httpContext)
    {
        var isResource = httpContext.GetEndpoint()?.Metadata.GetMetadata<ProtectedResource>() is not null;
        var isAboutProof = error == ProtocolError.InvalidDpopProof || error == ProtocolError.UseDpopNonce;
        if (error == ProtocolError.InvalidToken || error == ProtocolError.InsufficientScope || (isResource && isAboutProof))
        {
            httpContext.Response.Headers.WWWAuthenticate = Challenges(httpContext.Request.Headers.Authorization, isResource);
        }
        else if (error == ProtocolError.InvalidClient && httpContext.Request.Headers.Authorization.Count > 0)
        {
            // RFC 6749 section 5.2: the challenge answers a client that used the header; browsers would ask the person for a password.
            httpContext.Response.Headers.WWWAuthenticate = new StringValues("Basic realm=\"clients\", charset=\"UTF-8\"");
        }

        return new JsonAnswer(Write, isResource && isAboutProof ? StatusCodes.Status401Unauthorized : error.Status).ExecuteAsync(httpContext);
    }

    private StringValues Challenges(StringValues authorization, bool isResource)
    {
        var detail = $"error=\"{error.Code}\", error_description=\"{error.Sentence}\"";
        if (isResource && authorization.ToString().StartsWith(DpopProofs.Header + " ", StringComparison.OrdinalIgnoreCase))
        {
            return $"DPoP {detail}, {Algorithms}";
        }

        // RFC 6750 section 3.1: who brought nothing is not told what was wrong with it.
        var bearer = authorization.Count == 0 ? "Bearer" : $"Bearer {detail}";
        return isResource ? new StringValues([bearer, $"DPoP {Algorithms}"]) : bearer;
    }

    private void Write(System.Text.Json.Utf8JsonWriter writer)
    {
        writer.WriteString("error", error.Code);
        writer.WriteString("error_description", error.Sentence);
    }
}
