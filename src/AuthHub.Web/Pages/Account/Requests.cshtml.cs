using AuthHub.OpenId.CrossDevice;
using AuthHub.OpenId.Subjects;
using AuthHub.Web.Browser;
using AuthHub.Web.OpenId;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.Localization;

namespace AuthHub.Web.Pages.Account;

/// <summary>What apps without a browser ask her now (CIBA). A yes needs all that such an app demands of a sign-in; a no needs nothing more.</summary>
public sealed partial class RequestsModel(SessionPageTools tools, IStringLocalizer<AccountTexts> texts, CrossDeviceDecisions decisions, IAuthentications authentications) : AccountPage(tools, texts)
{
    private const string List = "/account/requests";

    public IReadOnlyList<CrossDeviceQuestion> Questions { get; private set; } = [];

    public async Task OnGetAsync() => Questions = await decisions.OfAsync(SubjectId.Of(Me), HttpContext.RequestAborted);

    public async Task<IActionResult> OnPostAsync(string? allow, string? refuse)
    {
        await OnGetAsync();
        var question = Guid.TryParseExact(allow ?? refuse, "N", out var id) ? Questions.FirstOrDefault(one => one.Request.Id == id) : null;
        if (question is null || (allow is not null && refuse is not null))
        {
            return Gone();
        }

        var cancel = HttpContext.RequestAborted;
        if (refuse is not null)
        {
            return To(List, await decisions.DenyAsync(question, Authentications.Of(Live), cancel) ? "request-refused" : null);
        }

        switch (await authentications.AnswerAsync(HttpContext, question.ToAuthenticationQuestion(List), cancel))
        {
            case AuthenticationAnswer.Needs needs:
                return new SeeOther(needs.Location);
            case AuthenticationAnswer.SignedIn signedIn when await decisions.AllowAsync(question, signedIn.Authentication, cancel):
                return To(List, "request-allowed");
            default:
                return Gone();
        }
    }

    /// <summary>Another person's request, one that is over and one that never was look the same.</summary>
    private PageResult Gone()
    {
        LogGone(Tools.Logger, Me.Id);
        AddFault(null, Texts["RequestGone"]);
        return Page();
    }

    [LoggerMessage(1, LogLevel.Information, "User {User} answered a request of an app that is over, or not hers")]
    private static partial void LogGone(ILogger logger, Guid user);
}
