using AuthHub.Flows;
using Microsoft.AspNetCore.Mvc;

namespace AuthHub.Web.Pages.SignIn;

/// <summary>Everything is proved but the answer got lost before the door (a crash, a closed lid): one press goes on from there.</summary>
public sealed class DoneModel(RunPageTools tools) : RunPage(tools)
{
    protected override bool Fits(FlowStep step) => step is FlowStep.Complete;

    public void OnGet()
    {
    }

    public Task<IActionResult> OnPostAsync() => Run.Row is null ? Task.FromResult<IActionResult>(new Browser.SeeOther(Run.Request.ReturnTo)) : Tools.PassAsync(Run, HttpContext);
}
