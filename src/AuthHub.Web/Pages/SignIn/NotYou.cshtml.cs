using AuthHub.Flows;
using AuthHub.Web.Browser;
using Microsoft.AspNetCore.Mvc;

namespace AuthHub.Web.Pages.SignIn;

/// <summary>Forgets who was identified and starts the same request anew (S-009). Changes nothing that is stored.</summary>
public sealed class NotYouModel(RunPageTools tools) : RunPage(tools)
{
    protected override bool Fits(FlowStep step) => true;

    public IActionResult OnGet() => new SeeOther($"/sign-in/{Tools.Host.Forget(Run)}/username");
}
