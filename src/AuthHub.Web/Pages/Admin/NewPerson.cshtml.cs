using AuthHub.SignIn.Administration;
using AuthHub.SignIn.Methods;
using AuthHub.Web.Browser;
using Microsoft.AspNetCore.Mvc;

namespace AuthHub.Web.Pages.Admin;

/// <summary>Creates a person with her first password.</summary>
public sealed class NewPersonModel(AdminPageTools tools, NewPeople people) : AdminPage(tools)
{
    public PersonDraft Draft { get; private set; } = new(null, null, null, "external", null, false);

    protected override bool NeedsFreshProof => true;

    protected override IReadOnlyList<string> Fields => ["username", "display-name", "email", "type", "roles", "new-password", "confirm-password"];

    protected override IEnumerable<string> KeptFields => ["username", "display-name", "email", "type", "roles", "administrator"];

    public void OnGet() => Draft = Kept is { } kept ? DraftOf(kept) : Draft;

    public async Task<IActionResult> OnPostAsync()
    {
        var cancel = HttpContext.RequestAborted;
        if (await FormReader.ReadAsync(Request, cancel) is not { } form)
        {
            return BadRequest();
        }

        Draft = DraftOf(form);
        switch (await people.CreateAsync(Actor, Draft, form, Tools.ProductName, cancel))
        {
            case AdministrationOutcome.Done done:
                return new SeeOther($"/admin/people/{done.User.Id:N}?done=created");
            case AdministrationOutcome.Refused refused:
                Refuse(refused);
                break;
        }

        return Page();
    }

    private static PersonDraft DraftOf(MethodResponse form) =>
        new(form["username"], form["display-name"], form["email"], form["type"], form["roles"], form["administrator"] == "true");
}
