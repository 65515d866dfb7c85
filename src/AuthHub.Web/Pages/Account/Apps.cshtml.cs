using AuthHub.Web.Browser;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Localization;

namespace AuthHub.Web.Pages.Account;

/// <summary>Which apps have access to her account; takes it back from one.</summary>
public sealed class AppsModel(SessionPageTools tools, IStringLocalizer<AccountTexts> texts, OwnApps own) : AccountPage(tools, texts)
{
    public IReadOnlyList<OwnApp> Apps { get; private set; } = [];

    public async Task OnGetAsync() => Apps = await own.ListAsync(Live, HttpContext.RequestAborted);

    public async Task<IActionResult> OnPostAsync(string? revoke) =>
        revoke is { Length: > 0 and <= 128 } && await own.RevokeAsync(Live, revoke, HttpContext.RequestAborted) ? To("/account/apps", "revoked") : NotFound();
}
