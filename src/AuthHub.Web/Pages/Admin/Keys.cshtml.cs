using AuthHub.OpenId.Keys;
using AuthHub.Web.Browser;
using Microsoft.AspNetCore.Mvc;

namespace AuthHub.Web.Pages.Admin;

/// <summary>The keys AuthHub signs with: rotate them, or forget one that may be in wrong hands.</summary>
public sealed class KeysModel(AdminPageTools tools, KeyChanges changes) : AdminPage(tools)
{
    private const string List = "/admin/keys";

    public IReadOnlyList<StoredSigningKey> Keys { get; private set; } = [];

    public string Mark => KeyChanges.MarkOf(Keys);

    public async Task OnGetAsync() => Keys = await changes.AllAsync(HttpContext.RequestAborted);

    public async Task<IActionResult> OnPostRotateAsync(string? replaces) =>
        new SeeOther($"{List}?done={(await changes.RotateAsync(Actor, replaces, HttpContext.RequestAborted) ? "keys-rotated" : "keys-changed")}");

    public async Task<IActionResult> OnPostForgetAsync(string? kid) =>
        kid is { Length: > 0 and < 100 } && await changes.ForgetAsync(Actor, kid, HttpContext.RequestAborted) ? new SeeOther($"{List}?done=key-forgotten") : NotFound();
}
