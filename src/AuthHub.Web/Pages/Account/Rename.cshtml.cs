using AuthHub.SignIn.Account;
using AuthHub.Web.Browser;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Localization;

namespace AuthHub.Web.Pages.Account;

/// <summary>Gives an authenticator another name.</summary>
public sealed class RenameModel(SessionPageTools tools, IStringLocalizer<AccountTexts> texts, OwnAuthenticators own) : OneAuthenticatorPage(tools, texts, own)
{
    public string Typed { get; private set; } = "";

    protected override IEnumerable<string> KeptFields => ["label"];

    public void OnGet() => Typed = Kept?["label"] ?? Item.Label;

    public async Task<IActionResult> OnPostAsync(string? label)
    {
        if (OwnAuthenticators.Label(label) is { } name)
        {
            return await Own.RenameAsync(Live, Item, name, HttpContext.RequestAborted) ? To(List, "renamed") : NotFound();
        }

        Typed = label ?? "";
        Fail(Texts["LabelWrong", OwnAuthenticators.MaxLabel], "label");
        return Page();
    }
}
