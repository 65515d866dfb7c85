using AuthHub.OpenId.SignOut;
using AuthHub.Web.Browser;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace AuthHub.Web.Pages;

/// <summary>The end of a sign-out: tells apps that want to hear of it through the browser, then goes on to where an app is waiting.</summary>
public sealed class SignedOutModel(FrontChannelLogout apps) : PageModel
{
    /// <summary>What is left to do; null when nothing is or the handle is no good.</summary>
    public SignedOutNotice? Notice { get; private set; }

    public async Task OnGetAsync()
    {
        Notice = await apps.DescribeAsync(Request.Query["request"] is [{ } only] ? only : null, HttpContext.RequestAborted);
        SecurityHeaders.AllowFrames(HttpContext, Notice?.Frames ?? []);
    }
}
