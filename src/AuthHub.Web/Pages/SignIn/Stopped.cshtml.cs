using AuthHub.Flows;

namespace AuthHub.Web.Pages.SignIn;

/// <summary>The run cannot go on: says why, and offers to start the same request again (S-004).</summary>
public sealed class StoppedModel(RunPageTools tools) : RunPage(tools)
{
    public string Reason => StepAddress.ReasonOf(Run.Step);

    protected override bool Fits(FlowStep step) => step is FlowStep.Stop;

    public void OnGet()
    {
    }
}
