using AuthHub.Flows;

namespace AuthHub.Web.Pages.SignIn;

/// <summary>The run's own address: leads to whatever step is due.</summary>
public sealed class StartModel(RunPageTools tools) : RunPage(tools)
{
    protected override bool Fits(FlowStep step) => false;
}
