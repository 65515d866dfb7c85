using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Helpdesk.Pages;

/// <summary>Where AuthHub sends people after log-out.</summary>
public sealed class SignedOutModel : PageModel
{
    /// <summary>Whether AuthHub could not be told.</summary>
    public bool OnlyHere { get; private set; }

    public IActionResult OnGet(string? only)
    {
        OnlyHere = only == "here";

        // Nobody who is signed in should read that they are not.
        return User.Identity?.IsAuthenticated == true ? Redirect("/") : Page();
    }
}
