using AuthHub.Flows;
using AuthHub.SignIn.Methods;
using AuthHub.SignIn.Runs;
using AuthHub.Web.Browser;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Filters;

namespace AuthHub.Web.Pages.SignIn;

/// <summary>
/// What all pages of a run share: the run is opened before any handler, and a page that is not the due one leads to the
/// due one, whatever was submitted to it. So back, reload, a second tab and a stale form all end at the current stage (S-003).
/// </summary>
public abstract partial class RunPage(RunPageTools tools) : FormPage(tools.Notes)
{
    protected RunPageTools Tools { get; } = tools;

    /// <summary>The run; set before any handler runs.</summary>
    public OpenRun Run { get; private set; } = null!;

    /// <summary>Shown above the form: this page was out of date.</summary>
    public bool IsStale { get; private set; }

    protected string? Address => HttpContext.Connection.RemoteIpAddress?.ToString();

    /// <summary>Whether this page is the one for the step.</summary>
    protected abstract bool Fits(FlowStep step);

    public override async Task OnPageHandlerExecutionAsync(PageHandlerExecutingContext context, PageHandlerExecutionDelegate next)
    {
        var cancel = HttpContext.RequestAborted;
        var live = await Tools.Session.FindAsync(cancel);
        if (await Tools.Runs.OpenAsync(RouteData.Values["run"] as string ?? "", Tools.Cookies.Runs, live, cancel) is not { } run)
        {
            LogLost(Tools.Logger);
            context.Result = new RedirectResult("/sign-in/lost");
            return;
        }

        Run = run;
        if (run.Step is FlowStep.Stop)
        {
            LogStopped(Tools.Logger, run.User?.Id, run.Request.ClientId, StepAddress.ReasonOf(run.Step));
        }

        // Before the first proof there must be something to bind the run to: of two answers sent at once (a double click)
        // neither may make a secret of its own.
        Tools.Cookies.RequireRuns();
        SecurityHeaders.AllowFormsTo(HttpContext, run.Request.ServiceOrigin);
        if (run.IsCompleted)
        {
            // The way is walked; a replay leads nowhere, the session's own browser goes on to the app (attack FLOW-11).
            context.Result = new SeeOther(live is not null && live.Session.Id == run.Row!.SessionId ? run.Request.ReturnTo : $"/sign-in/{run.Address}/ended");
            return;
        }

        if (!Fits(run.Step))
        {
            context.Result = GoOn(run, isStale: HttpMethods.IsPost(Request.Method));
            return;
        }

        IsStale = Request.Query["notice"] == "stale";
        ViewData["Home"] = $"/sign-in/{run.Address}/not-you";
        await HandleAsync(next, $"run:{run.Id:N}");
    }

    /// <summary>To the page of the step that is due.</summary>
    protected static IActionResult GoOn(OpenRun run, bool isStale = false) =>
        new SeeOther(StepAddress.Of(run) + (isStale ? "?notice=stale" : ""));

    /// <summary>After an answer: on to the next step or through the door, or this page again with what was wrong.</summary>
    protected async Task<IActionResult> AfterAsync(Outcome outcome, OpenRun next)
    {
        switch (outcome)
        {
            case Outcome.Done when next.Step is FlowStep.Complete:
                return await Tools.PassAsync(next, HttpContext);
            case Outcome.Done:
                return GoOn(next);
            case Outcome.Rejected rejected:
                AddFault(rejected.Field, rejected.Message);
                break;
            case Outcome.Wait wait:
                AddFault(null, Tools.Texts["Wait", Math.Max(1, (int)Math.Ceiling(wait.RetryAfter.TotalSeconds))], wait.RetryAfter);
                break;
            case Outcome.Locked:
                AddFault(null, Tools.Texts["LockedNow"]);
                break;
            default:
                return await StaleAsync();
        }

        return await AgainAsync();
    }

    /// <summary>This page once more, after a rejected answer.</summary>
    protected virtual Task<IActionResult> AgainAsync() => Task.FromResult<IActionResult>(Page());

    private async Task<IActionResult> StaleAsync()
    {
        var now = await Tools.Runs.OpenAsync(Run.Address, Tools.Cookies.Runs, await Tools.Session.FindAsync(HttpContext.RequestAborted), HttpContext.RequestAborted);
        return now is null ? new SeeOther("/sign-in/lost")
            : now.IsCompleted ? new SeeOther($"/sign-in/{now.Address}")
            : GoOn(now, isStale: true);
    }

    [LoggerMessage(1, LogLevel.Information, "A run was asked for that is broken, over or another browser's")]
    private static partial void LogLost(ILogger logger);

    [LoggerMessage(2, LogLevel.Information, "The sign-in of user {User} to client {Client} stopped: {Reason}")]
    private static partial void LogStopped(ILogger logger, Guid? user, string? client, string reason);
}
