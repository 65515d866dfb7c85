using Helpdesk.Hosting;
using Helpdesk.Tickets;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Helpdesk.Pages;

/// <summary>Says in plain words what went wrong, and what to do next. It keeps the status of what went wrong.</summary>
[IgnoreAntiforgeryToken]
public sealed partial class ErrorModel(StorageSetup storage, ILogger<ErrorModel> logger) : PageModel
{
    /// <summary>What went wrong.</summary>
    public Fault Fault => field ??= Fault.Of(HttpContext);

    /// <summary>Ties the page to the log.</summary>
    public string Reference => Hosting.Fault.NumberOf(HttpContext);

    public void OnGet() => Prepare();

    public void OnPost() => Prepare();

    private void Prepare()
    {
        if (Response.StatusCode == StatusCodes.Status200OK)
        {
            // Somebody typed this page's own address.
            Response.StatusCode = StatusCodes.Status404NotFound;
        }

        if (StorageFault.IsSchemaMissing(HttpContext.Features.Get<IExceptionHandlerPathFeature>()?.Error))
        {
            storage.Request();
        }

        // Addresses stay out of the log: those of the callback carry codes.
        var level = Response.StatusCode == StatusCodes.Status404NotFound ? LogLevel.Information : LogLevel.Warning;
        LogShown(level, Fault.Name, Response.StatusCode, HttpContext.Features.Get<IExceptionHandlerPathFeature>()?.Error.GetType().Name, Reference);
    }

    [LoggerMessage(EventId = 1, Message = "Showed error page {Fault} ({Status}) because of {Cause} (number {Number})")]
    private partial void LogShown(LogLevel level, string fault, int status, string? cause, string number);
}
