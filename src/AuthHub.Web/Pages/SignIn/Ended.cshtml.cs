using Microsoft.AspNetCore.Mvc.RazorPages;

namespace AuthHub.Web.Pages.SignIn;

/// <summary>A completed run was asked for again: nothing happens twice.</summary>
public sealed class EndedModel : PageModel
{
    public string Run { get; private set; } = "";

    public void OnGet(string run)
    {
        Run = run;
        Response.StatusCode = StatusCodes.Status410Gone;
    }
}
