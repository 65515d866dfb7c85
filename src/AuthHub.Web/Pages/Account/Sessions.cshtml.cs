using AuthHub.SignIn.Account;
using AuthHub.SignIn.Sessions;
using AuthHub.Web.Browser;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Localization;

namespace AuthHub.Web.Pages.Account;

/// <summary>Where she is signed in; ends one of the others or all of them.</summary>
public sealed class SessionsModel(SessionPageTools tools, IStringLocalizer<AccountTexts> texts, OwnSessions own) : AccountPage(tools, texts)
{
    private const string List = "/account/sessions";

    public IReadOnlyList<Session> Sessions { get; private set; } = [];

    public async Task OnGetAsync() => Sessions = await own.ListAsync(Live, HttpContext.RequestAborted);

    public async Task<IActionResult> OnPostAsync(string? end)
    {
        if (end == "others")
        {
            await own.EndOthersAsync(Live, HttpContext.RequestAborted);
            return To(List, "ended-others");
        }

        // Another person's session and one that never was look the same (attack SES-13).
        return Guid.TryParseExact(end, "N", out var id) && await own.EndAsync(Live, id, HttpContext.RequestAborted) ? To(List, "ended") : NotFound();
    }
}
