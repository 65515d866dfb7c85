using System.Diagnostics;
using Helpdesk.Hosting;
using Helpdesk.Tickets;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Helpdesk.Pages;

/// <summary>Says in plain words what went wrong, and what to do next. It keeps the status of what went wrong.</summary>
[IgnoreAntiforgeryToken]
public sealed class ErrorModel(StorageSetup storage) : PageModel
{
    /// <summary>What went wrong.</summary>
    public Fault Fault => field ??= Fault.Of(HttpContext);

    /// <summary>Ties the page to the log.</summary>
    public string Reference => Activity.Current?.TraceId.ToString() ?? HttpContext.TraceIdentifier;

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
    }
}
