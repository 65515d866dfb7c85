using AuthHub.OpenId.Requests;
using AuthHub.SignIn.Runs;
using AuthHub.Web.Browser;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace AuthHub.Web.Pages.SignIn;

/// <summary>Starts the request of an ended run again, as if the app had just asked.</summary>
public sealed class AgainModel(RunOpener runs, Cookies cookies, CurrentSession session, PendingRequests pending) : PageModel
{
    private static readonly string Resume = PendingRequests.ResumeAddress("");

    public async Task<IActionResult> OnGetAsync(string run)
    {
        var cancel = HttpContext.RequestAborted;
        if (await runs.OpenAsync(run, cookies.Runs, await session.FindAsync(cancel), cancel) is not { } open)
        {
            return new SeeOther("/sign-in/lost");
        }

        var target = open.Request.ReturnTo;
        if (!target.StartsWith(Resume, StringComparison.Ordinal))
        {
            return new SeeOther(target);
        }

        return pending.Renew(target[Resume.Length..]) is { } handle ? new SeeOther(PendingRequests.ResumeAddress(handle)) : new SeeOther("/sign-in/lost");
    }
}
