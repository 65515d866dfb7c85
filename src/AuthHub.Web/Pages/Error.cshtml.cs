using AuthHub.OpenId.Errors;
using AuthHub.Web.Hosting;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace AuthHub.Web.Pages;

/// <summary>
/// The last page of anything that cannot go on: what happened in plain words, a number to give to the help desk, and a next step.
/// The log has the same number. Shows nothing of the request but its own address, to try again. Machines get a line of JSON instead.
/// </summary>
[IgnoreAntiforgeryToken]
[ResponseCache(NoStore = true, Location = ResponseCacheLocation.None)]
public sealed partial class ErrorModel(ILogger<ErrorModel> logger) : PageModel
{
    public string Kind { get; private set; } = "Bug";

    /// <summary>A fixed sentence of the protocol, where the OpenID half refused a request.</summary>
    public string? Explanation { get; private set; }

    public string Trace => RequestNumber.Of(HttpContext);

    /// <summary>Where the same request can be made again; null where that cannot help or would need a form.</summary>
    public string? Retry { get; private set; }

    private IExceptionHandlerPathFeature? Fault => HttpContext.Features.Get<IExceptionHandlerPathFeature>();

    public IActionResult OnGet() => Show();

    public IActionResult OnPost() => Show();

    private IActionResult Show()
    {
        if (Fault is { Error: var exception })
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
        Record();
        Retry = Kind is "Away" or "Busy" && HttpMethods.IsGet(Request.Method) ? SameAddress() : null;
        return Faults.IsForMachines(HttpContext) ? MachineFault.Of(Response.StatusCode) : Page();
    }

    /// <summary>The address that failed; not one a browser would take for another host's.</summary>
    private string? SameAddress() => Fault?.Path is { } path && !path.StartsWith("//", StringComparison.Ordinal) && !path.Contains('\\', StringComparison.Ordinal)
        ? new PathString(path).ToUriComponent() + Request.QueryString
        : null;

    /// <summary>Ties the number to what happened. A refusal of the protocol was logged with its reason; addresses are not, as they carry handles.</summary>
    private void Record()
    {
        if (Fault is { Error: var exception } && Faults.IsStorage(exception))
        {
            HttpContext.RequestServices.GetRequiredService<Outages>().Notice(exception);
        }

        if (Explanation is null)
        {
            var endpoint = Fault?.Endpoint ?? HttpContext.Features.Get<IStatusCodeReExecuteFeature>()?.Endpoint;
            var level = Kind == "NotFound" ? LogLevel.Information : LogLevel.Warning;
            LogShown(level, Response.StatusCode, (endpoint as RouteEndpoint)?.RoutePattern.RawText, Fault?.Error.GetType().Name, Trace);
        }
    }

    [LoggerMessage(EventId = 1, Message = "Answered {Status} at {Route} because of {Cause} (number {Number})")]
    private partial void LogShown(LogLevel level, int status, string? route, string? cause, string number);
}
