using AuthHub.OpenId.Errors;

namespace AuthHub.Web.Hosting;

/// <summary>Shows the OpenID half's refusals on AuthHub's own error page.</summary>
internal sealed class ErrorPages : IErrorPages
{
    /// <summary>Key under which the page finds the fixed sentence to show.</summary>
    public static readonly object Sentence = new();

    /// <summary>Key that says the person lacks the right; any other 403 is about where the request came from.</summary>
    public static readonly object NoRight = new();

    public IResult Show(HttpContext context, ProtocolError error)
    {
        context.Items[Sentence] = error.Sentence;
        return Results.StatusCode(error.Status);
    }
}
