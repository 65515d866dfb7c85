using AuthHub.Flows;
using AuthHub.SignIn.Methods;
using Microsoft.AspNetCore.Mvc;

namespace AuthHub.Web.Pages.SignIn;

/// <summary>Which of the allowed methods she wants to set up, inside the login (S-049).</summary>
public sealed class ChooseSetUpModel(RunPageTools tools, MethodBook methods) : RunPage(tools)
{
    public IReadOnlyList<MethodInfo> Methods => [.. ((FlowStep.ChooseEnrolment)Run.Step).Methods.Select(name => methods[name].Info)];

    protected override bool Fits(FlowStep step) => step is FlowStep.ChooseEnrolment;

    public void OnGet()
    {
    }

    public async Task<IActionResult> OnPostAsync(string? method)
    {
        var next = await Tools.Host.ChooseAsync(Run, method ?? "", HttpContext.RequestAborted);
        return next.Step is FlowStep.ChooseEnrolment ? BadRequest() : GoOn(next);
    }
}
