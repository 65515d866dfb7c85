using System.Buffers.Text;
using System.Security.Cryptography;
using AuthHub.OpenId.Clients;
using AuthHub.SignIn.Methods;
using AuthHub.Web.Browser;
using Microsoft.AspNetCore.Mvc;

namespace AuthHub.Web.Pages.Admin;

/// <summary>Registers an app. Its id is made with the empty form, so that a form sent twice makes one app.</summary>
public sealed class NewAppModel(AdminPageTools tools, ClientRegistration registration, Sector sectors, MethodBook methods, AppChanges changes) : AppFormPage(tools, registration, sectors, methods)
{
    private const int IdBytes = 16;

    public string ClientId { get; private set; } = NewId();

    public void OnGet()
    {
        Refill();
        ClientId = IdOf(Kept?["id"]);
    }

    public async Task<IActionResult> OnPostAsync(string? id)
    {
        var cancel = HttpContext.RequestAborted;
        ClientId = IdOf(id);
        if (await ReadAsync(ClientId, null, cancel) is not { } accepted)
        {
            return Page();
        }

        if (!await changes.AddAsync(Actor, accepted.Client, cancel) || accepted.Secret is null)
        {
            return new SeeOther(AppModel.AddressOf(ClientId) + "?done=app-created");
        }

        Secret = accepted.Secret;
        return Page();
    }

    private static string IdOf(string? id) => id is not null && Base64Url.IsValid(id, out var length) && length == IdBytes && id.Length == NewId().Length ? id : NewId();

    private static string NewId() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(IdBytes));
}
