using AuthHub.SignIn.Account;
using AuthHub.SignIn.Methods;
using AuthHub.Web.Browser;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Localization;

namespace AuthHub.Web.Pages.Account;

/// <summary>Adds an authenticator: the method's own set-up page inside the account, behind a fresh proof from the first look on.</summary>
public sealed class AddModel(SessionPageTools tools, IStringLocalizer<AccountTexts> texts, OwnEnrolment enrolment, Cookies cookies) : AccountPage(tools, texts)
{
    public MethodInfo Info { get; private set; } = null!;

    /// <summary>The model of the method's partial page.</summary>
    public object Shown { get; private set; } = null!;

    /// <summary>The step before could not be kept; this is a fresh start.</summary>
    public bool IsAgain => Request.Query["notice"] == "again";

    protected override IEnumerable<string> KeptFields => Info?.KeptFields ?? [];

    protected override bool NeedsFreshProof => true;

    public Task<IActionResult> OnGetAsync(string method) => ShowAsync(method);

    public async Task<IActionResult> OnPostAsync(string method)
    {
        var cancel = HttpContext.RequestAborted;
        if (!Finds(method))
        {
            return NotFound();
        }

        if (await FormReader.ReadAsync(Request, cancel) is not { } response)
        {
            return BadRequest();
        }

        var (outcome, secret) = await enrolment.FinishAsync(Live, Claimant, Info.Name, response, cancel);
        if (secret is not null)
        {
            cookies.Session = secret;
            return To("/account/authenticators", AddedNotice(response["kind"] == "platform" ? "platform" : Info.Name));
        }

        switch (outcome)
        {
            case Outcome.Done:
                return To(Request.Path);
            case Outcome.Gone:
                return To(Request.Path, "again");
            default:
                Fail(outcome);
                return await ShowAsync(method);
        }
    }

    private bool Finds(string method)
    {
        Info = enrolment.Offered(Me, MyAuthenticators).FirstOrDefault(info => info.Name == method)!;
        return Info is not null;
    }

    private async Task<IActionResult> ShowAsync(string method)
    {
        if (!Finds(method))
        {
            return NotFound();
        }

        Shown = await enrolment.ShowAsync(Claimant, Info.Name, HttpContext.RequestAborted);
        return Page();
    }
}
