using AuthHub.Flows;
using AuthHub.SignIn.Methods;
using AuthHub.Web.Browser;
using Microsoft.AspNetCore.Mvc;

namespace AuthHub.Web.Pages.SignIn;

/// <summary>Which of her methods she wants to verify with. The list is made anew from what she has, never from the form.</summary>
public sealed class ChooseModel(RunPageTools tools, MethodBook methods) : RunPage(tools)
{
    public IReadOnlyList<MethodInfo> Methods => [.. ((FlowStep.ChooseMethod)Run.Step).Methods.Select(name => methods[name].Info)];

    public string? LastUsed => Run.Authenticators.Where(one => one.Method != Flow.Password).OrderByDescending(one => one.LastUsedAt).FirstOrDefault(one => one.LastUsedAt is not null)?.Method;

    protected override bool Fits(FlowStep step) => step is FlowStep.ChooseMethod;

    public void OnGet()
    {
    }

    public async Task<IActionResult> OnPostAsync(string? method)
    {
        var cancel = HttpContext.RequestAborted;
        var next = await Tools.Host.ChooseAsync(Run, method ?? "", cancel);
        if (next.Step is FlowStep.Verify chosen && methods[chosen.Method].Info.AskingCosts)
        {
            // Choosing it is asking for the message; where it cannot be sent, the method's page says so.
            await Tools.Host.AskAsync(next, chosen.Method, MethodResponse.Empty, Address, cancel);
        }

        return next.Step is FlowStep.ChooseMethod ? BadRequest() : new SeeOther(StepAddress.Of(next));
    }
}
