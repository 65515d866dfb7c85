using AuthHub.SignIn.Users;
using AuthHub.Web.Browser;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace AuthHub.Web.Pages;

/// <summary>The start page: the way in, or for who is in the ways on.</summary>
public sealed class IndexModel(CurrentSession session) : PageModel
{
    /// <summary>Who is signed in in this browser; null for nobody.</summary>
    public User? Me { get; private set; }

    public async Task OnGetAsync() => Me = (await session.FindAsync(HttpContext.RequestAborted))?.User;
}
