using AuthHub.Flows;
using AuthHub.SignIn.Account;
using AuthHub.SignIn.Methods;
using AuthHub.Web.Browser;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Localization;

namespace AuthHub.Web.Pages.Account;

/// <summary>Asks once more, then removes an authenticator; the last one of somebody who must have one stays (law L12).</summary>
public sealed partial class RemoveModel(SessionPageTools tools, IStringLocalizer<AccountTexts> texts, OwnAuthenticators own, MethodBook methods) : OneAuthenticatorPage(tools, texts, own)
{
    public MethodInfo Info => methods[Item.Method].Info;

    public bool IsSpare => Own.IsSpare(Me, MyAuthenticators, Item.Id);

    /// <summary>Whether only the password is left afterwards.</summary>
    public bool IsLast => !MyAuthenticators.Any(one => one.Id != Item.Id && one.Method != Flow.Password);

    public void OnGet()
    {
    }

    public async Task<IActionResult> OnPostAsync()
    {
        if (await Own.RemoveAsync(Live, Info, Item, HttpContext.RequestAborted))
        {
            return To(List, "removed");
        }

        LogKept(Tools.Logger, Me.Id, Info.Name, IsSpare ? "it is gone or the account changed meanwhile" : "she must keep one");
        Fail(new Outcome.Gone());
        return Page();
    }

    [LoggerMessage(1, LogLevel.Information, "An authenticator of user {User}, {Method}, was not removed: {Reason}")]
    private static partial void LogKept(ILogger logger, Guid user, string method, string reason);
}
