using Helpdesk.SignIn;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Helpdesk.Pages;

/// <summary>Where "Log in with AuthHub" leads: on to AuthHub, and from there to the page that was asked for.</summary>
public sealed class LoginModel : PageModel
{
    public IActionResult OnGet(string? returnUrl) =>
        Challenge(new AuthenticationProperties { RedirectUri = ReturnUrl.OrHome(returnUrl) }, OidcOptions.Scheme);
}
