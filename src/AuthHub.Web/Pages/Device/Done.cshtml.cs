using Microsoft.AspNetCore.Mvc.RazorPages;

namespace AuthHub.Web.Pages.Device;

/// <summary>The answer is given: what to do now. The word in the address chooses between two texts and nothing else.</summary>
public sealed class DoneModel : PageModel
{
    public bool IsAllowed => Request.Query["answer"] == "allow";
}
