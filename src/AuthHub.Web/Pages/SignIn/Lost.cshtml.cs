using Microsoft.AspNetCore.Mvc.RazorPages;

namespace AuthHub.Web.Pages.SignIn;

/// <summary>An address of no run this browser has a right to: broken, foreign, or long gone.</summary>
public sealed class LostModel : PageModel
{
    public void OnGet() => Response.StatusCode = StatusCodes.Status404NotFound;
}
