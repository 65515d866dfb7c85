using AuthHub.OpenId.Clients;
using AuthHub.SignIn.Methods;
using AuthHub.Web.Browser;

namespace AuthHub.Web.Pages.Admin;

/// <summary>What the pages that fill in an app share: the form, what is wrong with it, and a secret to be shown once.</summary>
public abstract class AppFormPage(AdminPageTools tools, ClientRegistration registration, Sector sectors, MethodBook methods) : AdminPage(tools)
{
    private const int MostReasons = 5;

    public AppForm Form { get; protected set; } = new();

    /// <summary>The secret in clear: shown in the answer to the request that made it, and never again.</summary>
    public string? Secret { get; protected set; }

    /// <summary>The methods an app may demand; one that is demanded already stays among them though nobody has it any more.</summary>
    public IReadOnlyList<(string Name, string Words)> Methods =>
        [.. methods.SecondFactors.Select(method => (method.Info.Name, method.Info.DisplayName())),
            .. Form.Methods.Where(name => methods.Find(name) is null).Select(name => (name, name))];

    protected override bool NeedsFreshProof => true;

    protected override IEnumerable<string> KeptFields =>
        ["id", "name", "kind", "redirect-uris", "post-logout-uris", "demand", "own", "no-pkce", .. Methods.Select(method => "method-" + method.Name)];

    protected override IReadOnlyList<string> Fields => ["name", "kind", "redirect-uris", "post-logout-uris", "demand"];

    /// <summary>Fills the form with what a refused one brought.</summary>
    protected void Refill() =>
        Form = Kept is { } kept && kept["kind"].Length > 0 ? AppForm.Read(kept, Methods.Select(method => method.Name)) : Form;

    /// <summary>Reads the form and judges it; null when it cannot be, with what is wrong.</summary>
    protected async Task<RegistrationVerdict.Accepted?> ReadAsync(string clientId, Client? before, CancellationToken cancellationToken)
    {
        if (await FormReader.ReadAsync(Request, cancellationToken) is not { } form)
        {
            Refuse("form");
            return null;
        }

        Form = AppForm.Read(form, Methods.Select(method => method.Name));
        foreach (var fault in Form.Faults)
        {
            Refuse(fault);
        }

        JudgeUris("redirect-uris", Form.RedirectUris);
        JudgeUris("post-logout-uris", Form.PostLogoutUris);
        if (Faults.Count > 0)
        {
            return null;
        }

        switch (await sectors.ConfirmAsync(registration.Read(Form.ToMetadata(clientId, before)), cancellationToken))
        {
            case RegistrationVerdict.Accepted accepted:
                return accepted;
            case RegistrationVerdict.Refused refused:
                Refuse("registration", Texts["Refused.registration"] + " " + string.Join(' ', refused.Reasons));
                break;
        }

        return null;
    }

    /// <summary>One message beside the field, which names the lines.</summary>
    private void JudgeUris(string field, string lines)
    {
        string[] reasons =
        [
            .. AppForm.NumberedLines(lines).Select(line => (line.Number, line.Text, Reason: registration.WhyNot(line.Text, Form.ApplicationType)))
                .Where(line => line.Reason is not null).Take(MostReasons).Select(line => Texts["BadLine", line.Number, Shortened(line.Text), line.Reason!].Value),
        ];
        if (reasons.Length > 0)
        {
            Refuse(field, string.Join(' ', reasons));
        }
    }

    private static string Shortened(string text) => text.Length > 80 ? text[..79] + "…" : text;
}
