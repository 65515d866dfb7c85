using AuthHub.Flows;
using AuthHub.Web.Browser;
using Microsoft.AspNetCore.Mvc;

namespace AuthHub.Web.Pages.SignIn;

/// <summary>Which account? Shown where the app asks for <c>prompt=select_account</c> and somebody is signed in.</summary>
public sealed class AccountChoiceModel(RunPageTools tools) : RunPage(tools)
{
    public string Name => Run.User?.DisplayName ?? "";

    public string? Username => Run.User?.Username;

    protected override bool Fits(FlowStep step) => Run.Row is null && Run.Request.SessionId is not null && Run.User is not null;

    public void OnGet()
    {
    }

    /// <summary>She stays who she is: the request is marked as served by this session, and the authorization endpoint judges the rest.</summary>
    public async Task<IActionResult> OnPostAsync()
    {
        var cancel = HttpContext.RequestAborted;
        var live = await Tools.Session.FindAsync(cancel);
        if (live is null || live.User.Id != Run.User!.Id)
        {
            return new SeeOther($"/sign-in/{Tools.Host.Forget(Run)}/username");
        }

        if (Run.Step is not FlowStep.Complete)
        {
            return GoOn(Run);
        }

        await Tools.Host.StayAsync(Run, live.Session, Tools.Cookies.RequireRuns(), cancel);
        return new SeeOther(Run.Request.ReturnTo);
    }
}
