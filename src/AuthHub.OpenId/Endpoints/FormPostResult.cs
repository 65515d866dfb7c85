using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using AuthHub.OpenId.Clients;
using Microsoft.AspNetCore.Http;

namespace AuthHub.OpenId.Endpoints;

/// <summary>A page that posts the answer to the client (OAuth 2.0 Form Post Response Mode section 2); without script a button does it.</summary>
internal sealed class FormPostResult(string action, IReadOnlyList<KeyValuePair<string, string>> parameters) : IResult
{
    public Task ExecuteAsync(HttpContext httpContext)
    {
        var nonce = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(16));
        var html = new StringBuilder("<!DOCTYPE html><html lang=\"en\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width\"><title>Back to the app</title></head><body><form method=\"post\" action=\"")
            .Append(HtmlEncoder.Default.Encode(action)).Append("\">");
        foreach (var (name, value) in parameters)
        {
            html.Append("<input type=\"hidden\" name=\"").Append(name).Append("\" value=\"").Append(HtmlEncoder.Default.Encode(value)).Append("\">");
        }

        html.Append("<noscript><p>One more step leads you back to the app.</p></noscript><button type=\"submit\">Continue</button></form><script nonce=\"").Append(nonce).Append("\">document.forms[0].submit()</script></body></html>");

        var response = httpContext.Response;
        response.StatusCode = StatusCodes.Status200OK;
        response.ContentType = "text/html; charset=utf-8";
        response.Headers.CacheControl = "no-store";
        response.Headers["Referrer-Policy"] = "no-referrer";
        response.Headers.ContentSecurityPolicy = $"default-src 'none'; script-src 'nonce-{nonce}'; form-action {RedirectUris.OriginOf(action)}; frame-ancestors 'none'; base-uri 'none'";
        return response.WriteAsync(html.ToString(), Encoding.UTF8, httpContext.RequestAborted);
    }
}
