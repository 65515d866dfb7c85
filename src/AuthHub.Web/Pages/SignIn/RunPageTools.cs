using AuthHub.SignIn.Runs;
using AuthHub.Web.Browser;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Localization;

namespace AuthHub.Web.Pages.SignIn;

/// <summary>What every page of a run works with.</summary>
public sealed class RunPageTools(
    RunOpener runs, RunHost host, Door door, CurrentSession session, FormNotes notes, Cookies cookies, IStringLocalizer<SignInTexts> texts, ILogger<RunPageTools> logger)
{
    public RunOpener Runs => runs;

    public RunHost Host => host;

    public FormNotes Notes => notes;

    public CurrentSession Session => session;

    public Cookies Cookies => cookies;

    public ILogger Logger => logger;

    public IStringLocalizer<SignInTexts> Texts => texts;

    /// <summary>Through the door and on to where the person was going; back into the run when the door stays shut.</summary>
    public async Task<IActionResult> PassAsync(OpenRun run, HttpContext http)
    {
        var cancel = http.RequestAborted;
        var current = await session.FindAsync(cancel);
        var secret = await door.PassAsync(run, current, http.Request.Headers.UserAgent, http.Connection.RemoteIpAddress?.ToString(), cancel);
        if (secret is null)
        {
            return new SeeOther($"/sign-in/{run.Address}");
        }

        cookies.Session = secret;
        cookies.Remember(run.User!.Id);
        session.Forget();
        return new SeeOther(run.Request.ReturnTo);
    }
}
