using System.Text.Json;
using AuthHub.OpenId.Errors;
using Microsoft.AspNetCore.Mvc;

namespace AuthHub.Web.Hosting;

/// <summary>A fault as apps read it: the error object of RFC 6749 section 5.2.</summary>
internal static class MachineFault
{
    public static ContentResult Of(int status)
    {
        var (code, sentence) = status switch
        {
            StatusCodes.Status503ServiceUnavailable or StatusCodes.Status429TooManyRequests => (ProtocolError.TemporarilyUnavailable.Code, ProtocolError.TemporarilyUnavailable.Sentence),
            < StatusCodes.Status500InternalServerError => (ProtocolError.InvalidRequest.Code, "This address does not take such a request."),
            _ => ("server_error", "This is a fault of the server."),
        };
        var body = JsonSerializer.Serialize(new Dictionary<string, string> { ["error"] = code, ["error_description"] = sentence });
        return new ContentResult { Content = body, ContentType = "application/json", StatusCode = status };
    }
}
