using AuthHub.Flows;
using AuthHub.SignIn.Authenticators;
using AuthHub.SignIn.Methods;
using AuthHub.SignIn.Sessions;
using AuthHub.SignIn.Users;
using AuthHub.Web.Hosting;
using Microsoft.AspNetCore.Mvc.Filters;

namespace AuthHub.Web.Browser;

/// <summary>
/// A page behind a session. Before any handler the session is judged, then whether its proofs meet what this page
/// demands now; what is lacking is asked in a step-up that returns here. A page that changes something asks for a fresh proof.
/// </summary>
public abstract partial class SessionPage(SessionPageTools tools) : FormPage(tools.Notes)
{
    protected SessionPageTools Tools { get; } = tools;

    /// <summary>The session and its person; set before any handler runs.</summary>
    public LiveSession Live { get; private set; } = null!;

    public User Me => Live.User;

    /// <summary>All that the person has bound.</summary>
    public IReadOnlyList<Authenticator> MyAuthenticators { get; private set; } = [];

    /// <summary>This page was out of date when it was submitted.</summary>
    public bool IsStale { get; private set; }

    protected string? Address => HttpContext.Connection.RemoteIpAddress?.ToString();

    /// <summary>Where a sign-in or step-up comes back to: this page, after a form without what it brought.</summary>
    public virtual string Here => Request.Path + (HttpMethods.IsPost(Request.Method) ? "" : Request.QueryString.Value);

    /// <summary>Whether opening the page needs a fresh proof.</summary>
    protected virtual bool NeedsFreshProof => false;

    /// <summary>Whether submitting the page needs a fresh proof.</summary>
    protected virtual bool PostNeedsFreshProof => NeedsFreshProof;

    /// <summary>Whether only administrators may open it.</summary>
    protected virtual bool IsForAdministrators => false;

    /// <summary>The claimant of verifications and enrolments on this page, for the person herself.</summary>
    protected Claimant Claimant => new(Me, MyAuthenticators, $"session:{Live.Session.Id:N}", Tools.ProductName, Address);

    public override async Task OnPageHandlerExecutionAsync(PageHandlerExecutingContext context, PageHandlerExecutionDelegate next)
    {
        var cancel = HttpContext.RequestAborted;
        var isPost = HttpMethods.IsPost(Request.Method);
        if (await Tools.Session.FindAsync(cancel) is not { } live)
        {
            context.Result = new SeeOther(Tools.SignIn(Here, Demand.Nothing, null));
            return;
        }

        Live = live;
        MyAuthenticators = await Tools.Authenticators.OfAsync(Me.Id, cancel);
        if (IsForAdministrators && !Me.IsAdministrator)
        {
            HttpContext.Items[ErrorPages.NoRight] = true;
            LogNoAdministrator(Tools.Logger, Me.Id);
            context.Result = new Microsoft.AspNetCore.Mvc.StatusCodeResult(StatusCodes.Status403Forbidden);
            return;
        }

        var demand = Tools.DemandOf(Me, MyAuthenticators, isPost ? PostNeedsFreshProof : NeedsFreshProof);
        var scope = $"user:{Me.Id:N} {Request.Path}";
        if (!Tools.IsMet(demand, live))
        {
            if (isPost)
            {
                await KeepUnsentAsync(scope);
            }

            context.Result = new SeeOther(Tools.SignIn(Here, demand, live.Session.Id));
            return;
        }

        IsStale = Request.Query["notice"] == "stale";
        await HandleAsync(next, scope);
    }

    [LoggerMessage(1, LogLevel.Information, "A page of the console was refused to user {User}, who is no administrator")]
    private static partial void LogNoAdministrator(ILogger logger, Guid user);
}
