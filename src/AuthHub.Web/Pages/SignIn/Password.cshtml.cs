using AuthHub.Flows;
using AuthHub.SignIn.Methods;
using AuthHub.SignIn.Runs;
using Microsoft.AspNetCore.Mvc;

namespace AuthHub.Web.Pages.SignIn;

/// <summary>The password of the person named before; one answer for wrong, unknown and disabled (law L13).</summary>
public sealed class PasswordModel(RunPageTools tools) : RunPage(tools)
{
    protected override bool Fits(FlowStep step) => step is FlowStep.Password;

    public void OnGet()
    {
    }

    public async Task<IActionResult> OnPostAsync(string? password)
    {
        var origin = new PasswordOrigin(Address, Tools.Cookies.KnownUsers);
        var (outcome, next) = await Tools.Host.PasswordAsync(Run, password ?? "", Tools.Cookies.RequireRuns(), origin, HttpContext.RequestAborted);
        return await AfterAsync(outcome is Outcome.Rejected ? new Outcome.Rejected(Tools.Texts["WrongPassword"]) : outcome, next);
    }
}
