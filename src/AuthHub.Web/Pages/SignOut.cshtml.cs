using AuthHub.OpenId;
using AuthHub.OpenId.SignOut;
using AuthHub.Web.Browser;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace AuthHub.Web.Pages;

/// <summary>Asks before signing out and does it, for an app that sent the person here or for herself.</summary>
public sealed class SignOutModel(SignOutRequests requests, CurrentSession session) : PageModel
{
    /// <summary>Who asks; null when nobody does or the handle is no good: then signing out leads to our own page.</summary>
    public SignOutQuestion? Question { get; private set; }

    public string Here => Handle is null ? OpenIdRoutes.SignOutPage : $"{OpenIdRoutes.SignOutPage}?request={Uri.EscapeDataString(Handle)}";

    private string? Handle => Request.Query["request"] is [{ } only] ? only : null;

    public async Task<IActionResult> OnGetAsync()
    {
        Question = await requests.DescribeAsync(Handle, HttpContext.RequestAborted);
        SecurityHeaders.AllowFormsTo(HttpContext, Question?.RedirectOrigin);
        return Question is null && await session.FindAsync(HttpContext.RequestAborted) is null ? new SeeOther(OpenIdRoutes.SignedOutPage) : Page();
    }

    public async Task<IActionResult> OnPostAsync()
    {
        var returnTo = await requests.FinishAsync(HttpContext, Handle, HttpContext.RequestAborted);

        // Not "cookies": on one host they may belong to others, and ours ends with the session anyway.
        Response.Headers["Clear-Site-Data"] = "\"cache\"";
        return new SeeOther(returnTo ?? OpenIdRoutes.SignedOutPage);
    }
}
