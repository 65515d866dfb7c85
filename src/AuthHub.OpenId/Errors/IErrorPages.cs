using Microsoft.AspNetCore.Http;

namespace AuthHub.OpenId.Errors;

/// <summary>Shows a person that a request cannot go on and must not be sent back to the app. A plain page is built in; the host brings its own.</summary>
public interface IErrorPages
{
    /// <summary>The page, with status 400 or what <see cref="ProtocolError.Status"/> says. Show fixed texts only, never parts of the request.</summary>
    IResult Show(HttpContext context, ProtocolError error);
}
