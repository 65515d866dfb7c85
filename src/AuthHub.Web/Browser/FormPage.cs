using System.Globalization;
using AuthHub.SignIn.Methods;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Filters;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace AuthHub.Web.Browser;

/// <summary>
/// A page with a form. A form that is not accepted is answered by a redirect to its page, which shows the faults and what
/// was typed once: so Back asks nothing, and a reload is no other try.
/// </summary>
public abstract class FormPage(FormNotes notes) : PageModel
{
    private readonly Dictionary<string, string> faults = new(StringComparer.Ordinal);
    private int retryAfter;

    /// <summary>What went wrong with the last answer, in plain words, by field.</summary>
    public IReadOnlyDictionary<string, string> Faults => faults;

    /// <summary>The first fault; null when there is none.</summary>
    public string? Error => faults.Count > 0 ? faults.First().Value : null;

    /// <summary>Its field; null where it belongs to none.</summary>
    public string? ErrorField => faults.Count > 0 && faults.First().Key is { Length: > 0 } name ? name : null;

    /// <summary>What the refused form brought and may be shown again; null when none was refused.</summary>
    public MethodResponse? Kept { get; private set; }

    /// <summary>The form was sent when a fresh proof was due, so nobody has looked at it.</summary>
    public bool IsUnsent { get; private set; }

    /// <summary>Where the fault happened, when it was another page than this.</summary>
    public bool IsFromElsewhere { get; private set; }

    /// <summary>Fields that are no secret: they come back when the form is refused.</summary>
    protected virtual IEnumerable<string> KeptFields => [];

    protected void AddFault(string? field, string message, TimeSpan wait = default)
    {
        faults[field ?? ""] = message;
        retryAfter = (int)Math.Ceiling(wait.TotalSeconds);
        SetStatus(StatusCodes.Status400BadRequest);
    }

    /// <summary>Runs the handler; before it a waiting note is taken, after it a refusal becomes a note and a redirect.</summary>
    protected async Task HandleAsync(PageHandlerExecutionDelegate next, string scope)
    {
        if (HttpMethods.IsGet(Request.Method) && notes.Take(scope) is { } note)
        {
            Show(note);
        }

        var executed = await next();
        if (HttpMethods.IsPost(Request.Method) && faults.Count > 0 && executed.Result is PageResult)
        {
            var kept = await KeptAsync();
            if (notes.Leave(scope, NoteOf(kept)))
            {
                Response.Headers.Remove("Retry-After");
                executed.Result = new SeeOther(Request.Path.ToUriComponent());
            }
            else
            {
                // Too much for a cookie: then the page is the answer of the form itself.
                Kept = new MethodResponse(kept);
            }
        }
    }

    /// <summary>Keeps what the form brought while a fresh proof is asked for.</summary>
    protected async Task KeepUnsentAsync(string scope)
    {
        var note = NoteOf(await KeptAsync()) with { IsUnsent = true };
        if (!notes.Leave(scope, note))
        {
            notes.Leave(scope, note with { Kept = new Dictionary<string, string>() });
        }
    }

    private static string PlaceOf(HttpRequest request) => request.Path.Value is { } path ? path[(path.LastIndexOf('/') + 1)..] : "";

    private void Show(FormNote note)
    {
        (Kept, IsUnsent, IsFromElsewhere, retryAfter) = (new MethodResponse(note.Kept), note.IsUnsent, note.Place != PlaceOf(Request), note.RetryAfter);
        foreach (var (field, message) in note.Faults)
        {
            faults[field] = message;
        }

        SetStatus(StatusCodes.Status200OK);
    }

    private FormNote NoteOf(Dictionary<string, string> kept) =>
        new() { Until = default, Place = PlaceOf(Request), Faults = faults, Kept = kept, RetryAfter = retryAfter };

    private async Task<Dictionary<string, string>> KeptAsync()
    {
        var form = await FormReader.ReadAsync(Request, HttpContext.RequestAborted) ?? MethodResponse.Empty;
        return KeptFields.Distinct().Select(name => (Name: name, Value: form[name])).Where(field => field.Value.Length > 0).ToDictionary(field => field.Name, field => field.Value);
    }

    private void SetStatus(int otherwise)
    {
        Response.StatusCode = retryAfter > 0 ? StatusCodes.Status429TooManyRequests : otherwise;
        if (retryAfter > 0)
        {
            Response.Headers.RetryAfter = retryAfter.ToString(CultureInfo.InvariantCulture);
        }
    }
}
