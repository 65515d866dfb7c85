using System.Buffers.Text;
using System.Security.Cryptography;
using AuthHub.OpenId.Clients;
using AuthHub.SignIn.Methods;
using AuthHub.Web.Browser;
using Microsoft.AspNetCore.Mvc;

namespace AuthHub.Web.Pages.Admin;

/// <summary>One app: its settings, a new secret, on and off.</summary>
public sealed class AppModel(AdminPageTools tools, ClientRegistration registration, Sector sectors, MethodBook methods, IClients clients, AppChanges changes)
    : AppFormPage(tools, registration, sectors, methods)
{
    public Client Client { get; private set; } = null!;

    protected override bool NeedsFreshProof => false;

    protected override string DoneAbout => Client.Name;

    public static string AddressOf(string clientId) => "/admin/apps/" + Uri.EscapeDataString(clientId);

    public void OnGet() => Refill();

    public async Task<IActionResult> OnPostAsync()
    {
        var cancel = HttpContext.RequestAborted;
        if (await ReadAsync(Client.ClientId, Client, cancel) is not { } accepted)
        {
            return Page();
        }

        // The secret stays; an app that had none gets its first.
        var (next, first) = (accepted.Client, Client.IsPublic ? accepted.Secret : null);
        (next.SecretHash, next.SealedSecret) = next.IsPublic || first is not null ? (next.SecretHash, next.SealedSecret) : (Client.SecretHash, Client.SealedSecret);
        (next.Disabled, next.RegistrationTokenHash, next.Metadata.SelfRegistered) = (Client.Disabled, Client.RegistrationTokenHash, Client.Metadata.SelfRegistered);
        return await ChangeAsync(next, AppChanges.Differences(Client, next), "app-saved", first);
    }

    /// <summary>Names the secret that is to be replaced: the form makes one new secret, however often it is sent.</summary>
    public string? SecretMark => Client.SecretHash is { } hash ? Base64Url.EncodeToString(SHA256.HashData(hash).AsSpan(0, 16)) : null;

    public async Task<IActionResult> OnPostSecretAsync(string? replaces, [FromServices] SharedSecrets secrets)
    {
        if (Client.IsPublic || Client.SecretHash is not { } before)
        {
            return NotFound();
        }

        var (secret, mark) = (ClientSecret.GenerateFor(Client), SecretMark);
        secrets.Set(Client, secret);
        if (replaces != mark || !await changes.RenewSecretAsync(Actor, Client, before, HttpContext.RequestAborted))
        {
            return new SeeOther($"{AddressOf(Client.ClientId)}?done=secret-shown");
        }

        Secret = secret;
        return Page();
    }

    public Task<IActionResult> OnPostDisableAsync() => SetDisabledAsync(true);

    public Task<IActionResult> OnPostEnableAsync() => SetDisabledAsync(false);

    protected override async Task<bool> OpenAsync(CancellationToken cancellationToken)
    {
        // Routing leaves an encoded slash as it is.
        var id = RouteData.Values["clientId"] as string ?? "";
        if (id.Length > 400 || (await clients.FindAsync(id, cancellationToken) ?? await clients.FindAsync(id.Replace("%2F", "/", StringComparison.OrdinalIgnoreCase), cancellationToken)) is not { } client)
        {
            return false;
        }

        (Client, Form) = (client, AppForm.Of(client));
        return true;
    }

    private Task<IActionResult> SetDisabledAsync(bool disabled)
    {
        Client.Disabled = disabled;
        return ChangeAsync(Client, disabled ? "disabled" : "enabled", disabled ? "app-disabled" : "app-enabled", null);
    }

    /// <summary>Stores; a secret is shown in this very answer, everything else leads to the page anew.</summary>
    private async Task<IActionResult> ChangeAsync(Client next, string what, string done, string? secret)
    {
        if (!await changes.ChangeAsync(Actor, next, what, HttpContext.RequestAborted))
        {
            return NotFound();
        }

        if (secret is null)
        {
            return new SeeOther($"{AddressOf(Client.ClientId)}?done={done}");
        }

        (Client, Form, Secret) = (next, AppForm.Of(next), secret);
        return Page();
    }
}
