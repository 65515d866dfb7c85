using AuthHub.Flows;
using AuthHub.SignIn.Methods;
using AuthHub.Web.Browser;
using Microsoft.AspNetCore.Mvc;

namespace AuthHub.Web.Pages.SignIn;

/// <summary>Setting up a method inside the login; binding it is also the proof (S-051).</summary>
public sealed class SetUpModel(RunPageTools tools, MethodBook methods) : RunPage(tools)
{
    public MethodInfo Info => methods[((FlowStep.Enrol)Run.Step).Method].Info;

    public bool HasAlternatives => ((FlowStep.Enrol)Run.Step).HasAlternatives;

    public object Shown { get; private set; } = null!;

    protected override IEnumerable<string> KeptFields => Info.KeptFields;

    protected override bool Fits(FlowStep step) => step is FlowStep.Enrol enrol && RouteData.Values["method"] as string == enrol.Method;

    public Task<IActionResult> OnGetAsync() => AgainAsync();

    public async Task<IActionResult> OnPostAsync()
    {
        var cancel = HttpContext.RequestAborted;
        if (await FormReader.ReadAsync(Request, cancel) is not { } response)
        {
            return BadRequest();
        }

        var (outcome, next) = await Tools.Host.EnrolAsync(Run, Info.Name, response, Tools.Cookies.RequireRuns(), Address, cancel);
        return await AfterAsync(outcome, next);
    }

    /// <summary>What was begun waits for her (S-037): a code scanned already stays valid when she comes back.</summary>
    public async Task<IActionResult> OnPostAnotherAsync() =>
        GoOn(await Tools.Host.ChooseAsync(Run, null, HttpContext.RequestAborted));

    protected override async Task<IActionResult> AgainAsync()
    {
        Shown = await Tools.Host.ShowEnrolmentAsync(Run, Info.Name, Address, HttpContext.RequestAborted);
        return Page();
    }
}
