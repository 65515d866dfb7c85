using AuthHub.Flows;
using AuthHub.SignIn.Runs;

namespace AuthHub.Web.Pages.SignIn;

/// <summary>The one table of which page shows which step.</summary>
internal static class StepAddress
{
    public static string Of(OpenRun run) => $"/sign-in/{run.Address}/" + run.Step switch
    {
        FlowStep.Identify => "username",
        FlowStep.Password => "password",
        FlowStep.ChooseMethod => "choose",
        FlowStep.Verify step => $"verify/{step.Method}",
        FlowStep.ChooseEnrolment => "set-up",
        FlowStep.Enrol step => $"set-up/{step.Method}",
        FlowStep.Complete => "done",
        _ => ReasonOf(run.Step),
    };

    /// <summary>The word for why a run cannot go on.</summary>
    public static string ReasonOf(FlowStep step) => step switch
    {
        FlowStep.Stop { Reason: StopReason.Expired } => "expired",
        FlowStep.Stop { Reason: StopReason.Stale } => "changed",
        FlowStep.Stop { Reason: StopReason.Locked } => "locked",
        _ => "no-way",
    };
}
