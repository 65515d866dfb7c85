using AuthHub.Flows;
using AuthHub.SignIn.Account;
using AuthHub.SignIn.Methods;
using AuthHub.Web.Browser;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Localization;

namespace AuthHub.Web.Pages.Account;

/// <summary>Changes the password (S-322). The old one is asked in any case; who has a second factor needs a fresh proof of it, too (S-027).</summary>
public sealed class ChangePasswordModel(SessionPageTools tools, IStringLocalizer<AccountTexts> texts, PasswordChange change, Cookies cookies) : AccountPage(tools, texts)
{
    public string EnrolView => change.Info.EnrolView;

    /// <summary>The model of the fields for the new password; null for somebody without password.</summary>
    public object? Shown { get; private set; }

    protected override bool NeedsFreshProof => MyAuthenticators.Any(one => one.Method != Flow.Password);

    public Task<IActionResult> OnGetAsync() => ShowAsync();

    public async Task<IActionResult> OnPostAsync()
    {
        var cancel = HttpContext.RequestAborted;
        if (await FormReader.ReadAsync(Request, cancel) is not { } response)
        {
            return BadRequest();
        }

        var (outcome, secret) = await change.ChangeAsync(Live, Claimant, cookies.KnownUsers.Contains(Me.Id), response, cancel);
        if (secret is not null)
        {
            cookies.Session = secret;
            return To("/account", "password");
        }

        Fail(outcome is Outcome.Rejected { Field: PasswordChange.OldField } ? new Outcome.Rejected(Texts["OldPasswordWrong"], PasswordChange.OldField) : outcome);
        return await ShowAsync();
    }

    private async Task<IActionResult> ShowAsync()
    {
        Shown = MyAuthenticators.Any(one => one.Method == Flow.Password) ? await change.ShowAsync(Claimant, HttpContext.RequestAborted) : null;
        return Page();
    }
}
