using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Helpdesk.Pages;

/// <summary>The front page: a welcome for visitors, a greeting for people who are signed in.</summary>
public sealed class WelcomeModel : PageModel
{
    public void OnGet()
    {
    }
}
