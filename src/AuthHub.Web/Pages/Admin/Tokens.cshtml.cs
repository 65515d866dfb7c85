using System.Globalization;
using AuthHub.OpenId;
using AuthHub.OpenId.Registration;
using AuthHub.SignIn.Administration;
using AuthHub.Web.Browser;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Options;

namespace AuthHub.Web.Pages.Admin;

/// <summary>Initial access tokens, with which apps register themselves by machine (RFC 7591 section 1.2): hand one out, see what is left of it, take it back.</summary>
public sealed class TokensModel(AdminPageTools tools, TokenChanges changes, TimeProvider clock, IOptions<OpenIdSettings> settings) : AdminPage(tools)
{
    public const int LongestNote = 200;
    public const int MostUses = 1000;
    public const int MostDays = 365;
    private const string List = "/admin/tokens";

    public IReadOnlyList<InitialAccessToken> Tokens { get; private set; } = [];

    /// <summary>Made with the empty form, so that a form sent twice makes one token.</summary>
    public Guid Id { get; private set; } = Guid.CreateVersion7(clock.GetUtcNow());

    public string? Note { get; private set; }

    public string? Uses { get; private set; } = "1";

    public string? Days { get; private set; } = "7";

    /// <summary>The token in clear: shown in the answer to the request that made it, and never again.</summary>
    public string? Secret { get; private set; }

    public bool IsOff => settings.Value.Registration == RegistrationAccess.Off;

    public DateTimeOffset Now => clock.GetUtcNow();

    protected override IReadOnlyList<string> Fields => ["note", "uses", "days"];

    protected override IEnumerable<string> KeptFields => Fields;

    public async Task OnGetAsync()
    {
        Tokens = await changes.AllAsync(HttpContext.RequestAborted);
        (Note, Uses, Days) = Kept is { } kept ? (kept["note"], kept["uses"], kept["days"]) : (Note, Uses, Days);
    }

    public async Task<IActionResult> OnPostAsync(string? id, string? note, string? uses, string? days)
    {
        var (text, count, life) = (OneLineText.Read(note, LongestNote), Number(uses, MostUses), Number(days, MostDays));
        foreach (var (field, isGood) in new[] { ("note", text is not null), ("uses", count > 0), ("days", life > 0) })
        {
            if (!isGood)
            {
                Refuse(field);
            }
        }

        if (Faults.Count > 0 || !Guid.TryParseExact(id, "N", out var own))
        {
            return Faults.Count > 0 ? Page() : NotFound();
        }

        Secret = await changes.IssueAsync(Actor, own, text!, count, TimeSpan.FromDays(life), HttpContext.RequestAborted);
        if (Secret is null)
        {
            return new SeeOther($"{List}?done=token-shown");
        }

        await OnGetAsync();
        return Page();
    }

    public async Task<IActionResult> OnPostRevokeAsync(string? token) =>
        Guid.TryParseExact(token, "N", out var id) && await changes.RevokeAsync(Actor, id, HttpContext.RequestAborted) ? new SeeOther($"{List}?done=token-revoked") : NotFound();

    /// <summary>From 1 to this; 0 for everything else.</summary>
    private static int Number(string? typed, int most) =>
        int.TryParse(typed?.Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number <= most ? number : 0;
}
