using System.Diagnostics;
using AuthHub.Web.Hosting;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace AuthHub.Web.Pages;

/// <summary>The last page of anything that cannot go on: what happened in plain words, a number to give to the help desk, and a next step. Shows nothing of the request.</summary>
[IgnoreAntiforgeryToken]
[ResponseCache(NoStore = true, Location = ResponseCacheLocation.None)]
public sealed class ErrorModel : PageModel
{
    public string Kind { get; private set; } = "Bug";

    /// <summary>A fixed sentence of the protocol, where the OpenID half refused a request.</summary>
    public string? Explanation { get; private set; }

    public string Trace => Activity.Current?.TraceId.ToHexString() ?? HttpContext.TraceIdentifier;

    public IActionResult OnGet() => Show();

    public IActionResult OnPost() => Show();

    private PageResult Show()
    {
        if (HttpContext.Features.Get<IExceptionHandlerFeature>() is { Error: var exception })
        {
            Response.StatusCode = Faults.StatusOf(exception);
        }
        else if (Response.StatusCode == StatusCodes.Status200OK)
        {
            Response.StatusCode = StatusCodes.Status404NotFound;
        }

        Explanation = HttpContext.Items[ErrorPages.Sentence] as string;
        Faults.AdviseRetry(HttpContext, Response.StatusCode);
        Kind = Explanation is not null ? "Request" : Response.StatusCode switch
        {
            404 => "NotFound",
            403 => HttpContext.Items.ContainsKey(ErrorPages.NoRight) ? "Forbidden" : "Foreign",
            429 => "Busy",
            503 => "Away",
            >= 400 and < 500 => "Request",
            _ => "Bug",
        };
        return Page();
    }
}
