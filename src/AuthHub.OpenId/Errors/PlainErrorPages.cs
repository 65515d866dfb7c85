using System.Text;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Http;

namespace AuthHub.OpenId.Errors;

/// <summary>The built-in page, used where the host brings none.</summary>
internal sealed class PlainErrorPages : IErrorPages
{
    public IResult Show(HttpContext context, ProtocolError error) => new Page(error);

    private sealed class Page(ProtocolError error) : IResult
    {
        public Task ExecuteAsync(HttpContext httpContext)
        {
            var response = httpContext.Response;
            response.StatusCode = error.Status;
            response.ContentType = "text/html; charset=utf-8";
            response.Headers.CacheControl = "no-store";
            response.Headers.ContentSecurityPolicy = "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'";
            var trace = HtmlEncoder.Default.Encode(RequestNumber.Of(httpContext));
            return response.WriteAsync(
                $"<!DOCTYPE html><html lang=\"en\"><head><meta charset=\"utf-8\"><title>This cannot go on</title></head><body><h1>This cannot go on</h1><p>{HtmlEncoder.Default.Encode(error.Sentence)} ({error.Code})</p><p>Go back to the app and try again. If it happens again, tell its owner this number: {trace}</p></body></html>",
                Encoding.UTF8, httpContext.RequestAborted);
        }
    }
}
