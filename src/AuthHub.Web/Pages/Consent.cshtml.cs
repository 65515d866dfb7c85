using AuthHub.OpenId.Consents;
using AuthHub.OpenId.Requests;
using AuthHub.Web.Browser;
using AuthHub.Web.OpenId;
using Microsoft.AspNetCore.Mvc;

namespace AuthHub.Web.Pages;

/// <summary>Asks whether an app may have what it asks for. All of the question comes out of the sealed handle, so a yes is to exactly what was shown (attack CON-03).</summary>
public sealed class ConsentModel(SessionPageTools tools, ConsentRequests consents) : SessionPage(tools)
{
    /// <summary>What is asked; null when the handle is no good any more.</summary>
    public ConsentQuestion? Question { get; private set; }

    /// <summary>Where an expired request begins anew.</summary>
    public string AgainAddress => PendingRequests.ResumeAddress(Handle ?? "");

    public override string Here => Request.Path + Request.QueryString;

    private string? Handle => Request.Query["request"] is [{ } only] ? only : null;

    public async Task OnGetAsync()
    {
        Question = await consents.DescribeAsync(Handle, HttpContext.RequestAborted);
        SecurityHeaders.AllowFormsTo(HttpContext, Question?.RedirectOrigin);
        Response.StatusCode = Question is { Expired: false } ? StatusCodes.Status200OK : StatusCodes.Status410Gone;
    }

    public async Task<IActionResult> OnPostAsync(string? answer)
    {
        var (cancel, person) = (HttpContext.RequestAborted, Authentications.Of(Live));
        if (answer == "allow" && await consents.GiveAsync(Handle, person, cancel) is { } next)
        {
            return new SeeOther(next);
        }

        if (answer == "refuse" && await consents.DenyAsync(Handle, person, cancel) is { } refusal)
        {
            await refusal.ExecuteAsync(HttpContext);
            return new EmptyResult();
        }

        // Neither yes nor no, or too late for it: the question as it stands now.
        await OnGetAsync();
        return Page();
    }
}
