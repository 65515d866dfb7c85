using AuthHub.OpenId.CrossDevice;
using AuthHub.Web.Browser;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Filters;
using Microsoft.Extensions.Localization;

namespace AuthHub.Web.Pages.Device;

/// <summary>Takes the code a device shows (RFC 8628 section 3.3). One that came in the address is filled in and nothing more (attack XDV-01).</summary>
public sealed class IndexModel(FormNotes notes, Cookies cookies, DeviceCodes codes, IStringLocalizer<DeviceTexts> texts) : FormPage(notes)
{
    private const string Field = "user_code";

    public string? Typed { get; private set; }

    /// <summary>This page was out of date when it was submitted.</summary>
    public bool IsStale { get; private set; }

    protected override IEnumerable<string> KeptFields => [Field];

    public override Task OnPageHandlerExecutionAsync(PageHandlerExecutingContext context, PageHandlerExecutionDelegate next)
    {
        IsStale = Request.Query["notice"] == "stale";
        return HandleAsync(next, $"device:{Convert.ToHexString(cookies.RequireRuns().Hash)}");
    }

    public void OnGet() => Typed = Kept?[Field] ?? UserCode.Read(Request.Query[Field] is [{ } only] ? only : null);

    public async Task<IActionResult> OnPostAsync()
    {
        Typed = Request.Form[Field] is [{ } only] ? only : null;
        var (question, wait) = await codes.FindAsync(Typed, HttpContext.Connection.RemoteIpAddress?.ToString(), HttpContext.RequestAborted);
        if (question is not null)
        {
            return new SeeOther(codes.AddressOf(question, UserCode.Read(Typed)!));
        }

        if (wait > TimeSpan.Zero)
        {
            AddFault(null, texts["TooManyTries", Math.Max(1, (int)Math.Ceiling(wait.TotalMinutes))], wait);
        }
        else
        {
            AddFault(Field, UserCode.Read(Typed) is null ? texts["CodeMalformed"] : texts["CodeUnknown"]);
        }

        return Page();
    }
}
