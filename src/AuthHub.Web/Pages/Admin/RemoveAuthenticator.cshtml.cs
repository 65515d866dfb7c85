using AuthHub.SignIn.Administration;
using AuthHub.SignIn.Authenticators;
using AuthHub.SignIn.Users;
using Microsoft.AspNetCore.Mvc;

namespace AuthHub.Web.Pages.Admin;

/// <summary>Removes a lost or stolen device of a person; the reason is compulsory and reaches her by mail (S-146).</summary>
public sealed class RemoveAuthenticatorModel(AdminPageTools tools, IUsers users, AuthenticatorReset reset) : PersonPage(tools, users)
{
    public Authenticator Authenticator { get; private set; } = null!;

    public string? Reason { get; private set; }

    protected override bool NeedsFreshProof => true;

    protected override IReadOnlyList<string> Fields => ["reason"];

    protected override IEnumerable<string> KeptFields => ["reason"];

    public void OnGet() => Reason = Kept?["reason"];

    public async Task<IActionResult> OnPostAsync(string? reason)
    {
        Reason = reason;
        return await AfterAsync(await reset.RemoveAsync(Actor, Person, Authenticator, reason, HttpContext.RequestAborted), "removed");
    }

    protected override async Task<bool> OpenAsync(CancellationToken cancellationToken)
    {
        if (!await base.OpenAsync(cancellationToken) || FindBound(RouteData.Values["authenticator"] as string) is not { } found || !AuthenticatorReset.MayRemove(found))
        {
            return false;
        }

        Authenticator = found;
        return true;
    }
}
