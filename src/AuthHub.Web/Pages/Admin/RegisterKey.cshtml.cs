using AuthHub.SignIn.Administration;
using AuthHub.SignIn.Methods;
using AuthHub.SignIn.Users;
using AuthHub.Web.Browser;
using Microsoft.AspNetCore.Mvc;

namespace AuthHub.Web.Pages.Admin;

/// <summary>Registers a security key for a person at the desk: the key is plugged in here, and belongs to her (S-336).</summary>
public sealed class RegisterKeyModel(AdminPageTools tools, IUsers users, DeskEnrolment desk, MethodBook methods) : PersonPage(tools, users)
{
    public MethodInfo Info => methods[DeskEnrolment.Method].Info;

    public object Shown { get; private set; } = null!;

    public string? Serial { get; private set; }

    protected override bool NeedsFreshProof => true;

    protected override IReadOnlyList<string> Fields => ["serial", "label", "credential"];

    protected override IEnumerable<string> KeptFields => [.. Info.KeptFields, "serial"];

    public Task<IActionResult> OnGetAsync()
    {
        Serial = Kept?["serial"];
        return AgainAsync();
    }

    public async Task<IActionResult> OnPostAsync()
    {
        var cancel = HttpContext.RequestAborted;
        if (await FormReader.ReadAsync(Request, cancel) is not { } form)
        {
            return BadRequest();
        }

        Serial = form["serial"];
        if (!DeskEnrolment.IsSerial(Serial))
        {
            Refuse("serial");
            return await AgainAsync();
        }

        switch (await desk.FinishAsync(Actor, Person, Tools.ProductName, Address, form, cancel))
        {
            case Outcome.Done:
                return new SeeOther($"{PersonAddress}?done=key-registered");
            case Outcome.Rejected rejected:
                Refuse(rejected.Field ?? "credential", rejected.Message);
                break;
            default:
                Refuse("key-gone");
                break;
        }

        return await AgainAsync();
    }

    protected override async Task<bool> OpenAsync(CancellationToken cancellationToken) =>
        methods.Find(DeskEnrolment.Method) is not null && await base.OpenAsync(cancellationToken);

    protected override async Task<IActionResult> AgainAsync()
    {
        Shown = await desk.ShowAsync(Actor, Person, Tools.ProductName, Address, HttpContext.RequestAborted);
        return Page();
    }
}
