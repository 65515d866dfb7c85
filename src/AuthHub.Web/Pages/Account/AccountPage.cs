using AuthHub.SignIn.Methods;
using AuthHub.Web.Browser;
using Microsoft.Extensions.Localization;

namespace AuthHub.Web.Pages.Account;

/// <summary>What the account pages share: the notice after a redirect, and the faces of outcomes.</summary>
public abstract class AccountPage(SessionPageTools tools, IStringLocalizer<AccountTexts> texts) : SessionPage(tools)
{
    private static readonly string[] Notices =
        ["added", "added-webauthn", "added-platform", "added-totp", "added-sms", "renamed", "removed", "password", "ended", "ended-others", "revoked", "request-allowed", "request-refused"];

    protected IStringLocalizer<AccountTexts> Texts { get; } = texts;

    /// <summary>What was done on the page before, said by one of a few words in the address; never text from outside.</summary>
    public string? Notice => Request.Query["notice"] is [{ } word] && Notices.Contains(word) ? Texts["Notice-" + word].Value : null;

    /// <summary>To a page of the account, with a notice.</summary>
    protected static SeeOther To(string address, string? notice = null) => new(address + (notice is null ? "" : "?notice=" + notice));

    /// <summary>The notice for something added by this method.</summary>
    protected static string AddedNotice(string method) => Notices.Contains("added-" + method) ? "added-" + method : "added";

    /// <summary>Puts an outcome that is no success on the page.</summary>
    protected void Fail(Outcome outcome)
    {
        switch (outcome)
        {
            case Outcome.Rejected rejected:
                AddFault(rejected.Field, rejected.Message);
                break;
            case Outcome.Wait wait:
                AddFault(null, Texts["Wait", Math.Max(1, (int)Math.Ceiling(wait.RetryAfter.TotalSeconds))], wait.RetryAfter);
                break;
            default:
                AddFault(null, Texts["GoneNotice"]);
                break;
        }
    }

    protected void Fail(string message, string field) => Fail(new Outcome.Rejected(message, field));
}
