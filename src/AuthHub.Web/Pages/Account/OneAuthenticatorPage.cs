using AuthHub.SignIn.Account;
using AuthHub.SignIn.Authenticators;
using AuthHub.Web.Browser;
using Microsoft.AspNetCore.Mvc.Filters;
using Microsoft.Extensions.Localization;

namespace AuthHub.Web.Pages.Account;

/// <summary>A page about one of her authenticators, behind a fresh proof. One that is not hers is not found, like one that does not exist (attack ENR-10).</summary>
public abstract partial class OneAuthenticatorPage(SessionPageTools tools, IStringLocalizer<AccountTexts> texts, OwnAuthenticators own) : AccountPage(tools, texts)
{
    protected const string List = "/account/authenticators";

    protected OwnAuthenticators Own { get; } = own;

    /// <summary>Which one; set before any handler runs.</summary>
    public Authenticator Item { get; private set; } = null!;

    protected override bool NeedsFreshProof => true;

    public override Task OnPageHandlerExecutionAsync(PageHandlerExecutingContext context, PageHandlerExecutionDelegate next) =>
        base.OnPageHandlerExecutionAsync(context, async () =>
        {
            if (!Guid.TryParseExact(RouteData.Values["id"] as string, "N", out var id) || await Own.FindAsync(Live, id, HttpContext.RequestAborted) is not { } item)
            {
                LogNotHers(Tools.Logger, Me.Id);
                context.Result = NotFound();
                return new PageHandlerExecutedContext(PageContext, context.Filters, context.HandlerMethod!, this) { Canceled = true };
            }

            Item = item;
            return await next();
        });

    [LoggerMessage(1, LogLevel.Information, "User {User} asked for an authenticator that is not hers or not there")]
    private static partial void LogNotHers(ILogger logger, Guid user);
}
