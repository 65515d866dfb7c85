using AuthHub.Flows;
using AuthHub.SignIn.Methods;
using AuthHub.Web.Browser;
using Microsoft.AspNetCore.Mvc;

namespace AuthHub.Web.Pages.SignIn;

/// <summary>One method asks, the person answers. The page is the same for all; the method brings only its fields.</summary>
public sealed class VerifyModel(RunPageTools tools, MethodBook methods, TimeProvider clock) : RunPage(tools)
{
    public MethodInfo Info => methods[((FlowStep.Verify)Run.Step).Method].Info;

    /// <summary>Whether she could verify with another method as well.</summary>
    public bool HasAlternatives => Engine.Verifiable(Run.State, clock.GetUtcNow()).Length > 1;

    /// <summary>The model of the method's partial page.</summary>
    public object Shown { get; private set; } = null!;

    protected override IEnumerable<string> KeptFields => Info.KeptFields;

    protected override bool Fits(FlowStep step) => step is FlowStep.Verify verify && RouteData.Values["method"] as string == verify.Method;

    public Task<IActionResult> OnGetAsync() => AgainAsync();

    public async Task<IActionResult> OnPostAsync()
    {
        var cancel = HttpContext.RequestAborted;
        if (await FormReader.ReadAsync(Request, cancel) is not { } response)
        {
            return BadRequest();
        }

        if (response["ask"].Length > 0)
        {
            var asked = await Tools.Host.AskAsync(Run, Info.Name, response, Address, cancel);
            return asked is Outcome.Done ? new SeeOther(StepAddress.Of(Run)) : await AfterAsync(asked, Run);
        }

        var (outcome, next) = await Tools.Host.VerifyAsync(Run, Info.Name, response, Tools.Cookies.RequireRuns(), Address, cancel);
        return await AfterAsync(outcome, next);
    }

    public async Task<IActionResult> OnPostAnotherAsync() =>
        GoOn(await Tools.Host.ChooseAsync(Run, null, HttpContext.RequestAborted));

    protected override async Task<IActionResult> AgainAsync()
    {
        Shown = await Tools.Host.ShowVerificationAsync(Run, Info.Name, Address, HttpContext.RequestAborted);
        return Page();
    }
}
