using AuthHub.Web.Browser;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Core.Infrastructure;
using Microsoft.AspNetCore.Mvc.Filters;

namespace AuthHub.Web.Hosting;

/// <summary>
/// A form whose antiforgery token does not hold any more (an old tab, a restarted browser) shows the current page again
/// when the browser vouches that it came from our own page; any other one is refused (attack SES-05).
/// </summary>
internal sealed partial class StaleForms(ILogger<StaleForms> logger) : IAlwaysRunResultFilter
{
    public void OnResultExecuting(ResultExecutingContext context)
    {
        if (context.Result is IAntiforgeryValidationFailedResult)
        {
            var request = context.HttpContext.Request;
            var isOurs = request.Headers["Sec-Fetch-Site"] == "same-origin";
            LogRefused(isOurs ? "shown again" : "refused");
            context.Result = isOurs
                ? new SeeOther(request.PathBase + request.Path + "?notice=stale" + Waiting(request))
                : new StatusCodeResult(StatusCodes.Status403Forbidden);
        }
    }

    /// <summary>The sealed request a page is about stays in its address.</summary>
    private static string Waiting(HttpRequest request) =>
        request.Query["request"] is [{ Length: > 0 } handle] ? "&request=" + Uri.EscapeDataString(handle) : "";

    public void OnResultExecuted(ResultExecutedContext context)
    {
    }

    [LoggerMessage(1, LogLevel.Information, "A form without an antiforgery token that holds was {Answer}")]
    private partial void LogRefused(string answer);
}
