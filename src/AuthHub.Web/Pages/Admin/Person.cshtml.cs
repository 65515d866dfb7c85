using AuthHub.SignIn.Administration;
using AuthHub.SignIn.Users;
using Microsoft.AspNetCore.Mvc;

namespace AuthHub.Web.Pages.Admin;

/// <summary>One person: what she is, what she has bound, what happened, and what an administrator may do about it.</summary>
public sealed class PersonModel(AdminPageTools tools, IUsers users, PersonStatus status, AuthenticatorReset reset, PersonView view) : PersonPage(tools, users)
{
    public PersonShown Shown { get; private set; } = null!;

    public RoleFields RoleFields { get; private set; } = null!;

    protected override IReadOnlyList<string> Fields => ["roles", "type"];

    protected override IEnumerable<string> KeptFields => ["type", "roles", "administrator"];

    public Task<IActionResult> OnGetAsync()
    {
        RoleFields = Kept is { } kept && kept["type"].Length > 0 ? new RoleFields(kept["type"], kept["roles"], kept["administrator"] == "true", Faults) : null!;
        return AgainAsync();
    }

    public async Task<IActionResult> OnPostRolesAsync(string? type, string? roles, string? administrator)
    {
        RoleFields = new RoleFields(type, roles, administrator == "true", Faults);
        return await AfterAsync(await status.ChangeRolesAsync(Actor, Person, type, roles, administrator == "true", HttpContext.RequestAborted), "roles");
    }

    public async Task<IActionResult> OnPostDisableAsync() =>
        await AfterAsync(await status.SetDisabledAsync(Actor, Person, true, HttpContext.RequestAborted), "disabled");

    public async Task<IActionResult> OnPostEnableAsync() =>
        await AfterAsync(await status.SetDisabledAsync(Actor, Person, false, HttpContext.RequestAborted), "enabled");

    public async Task<IActionResult> OnPostSessionsAsync() =>
        await AfterAsync(await status.EndSessionsAsync(Actor, Person, HttpContext.RequestAborted), "sessions");

    public async Task<IActionResult> OnPostUnlockAsync(string? authenticator) =>
        FindBound(authenticator) is { } found ? await AfterAsync(await reset.UnlockAsync(Actor, Person, found, HttpContext.RequestAborted), "unlocked") : NotFound();

    protected override async Task<IActionResult> AgainAsync()
    {
        Shown = await view.OfAsync(Person, Bound, HttpContext.RequestAborted);
        RoleFields ??= new RoleFields(Person.Type, string.Join(' ', Person.Roles.Where(role => role != WellKnownRoles.Administrator)), Person.IsAdministrator, Faults);
        return Page();
    }
}
