using AuthHub.Methods.Sms;
using AuthHub.Methods.Totp;

namespace AuthHub.Demo.People;

/// <summary>The accounts of the demo, one per situation. Their password and keys are public, and exist nowhere but here.</summary>
internal static class DemoAccounts
{
    public const string Password = "seven quiet herons at dawn";

    public static IReadOnlyList<DemoAccount> All { get; } =
    [
        new("password.only", "Kristīne Kalniņa", "Password only", "Must choose a verification method after the password, and sets it up on the spot.") { Roles = ["employee"] },
        new("app.code", "Jānis Bērziņš", "Code from an app", "Is asked for the code that this page shows.") { Roles = ["employee"], TotpKey = "MFUXGYLMMVZGKZLONFXGOYLUMRQXO3TI" },
        new("security.key", "Zaiga Siliņa", "Security key", "Has no second factor yet: choose the security key and register yours now.") { Roles = ["employee"] },
        new("sms.code", "Ilze Ozola", "SMS", "Gets a text message, which arrives in the outbox.") { Roles = ["employee"], Number = "+37120000001" },
        new("basic.user", "Marta Vītola", "Basic level", "Is in with the password alone, until she opens the sensitive tickets: then the second factor is asked for.") { Roles = [] },
        new("agent", "Sven Lindqvist", "Helpdesk agent", "Sees all tickets, assigns and closes them.") { Roles = ["employee", "helpdesk-agent"], TotpKey = "NBSXE33OOMQGC5BAMRQXO3RAONSXMZLO" },
        new("installer", "Pieter Peeters", "Installer", "His role accepts nothing but an app: no choice, set it up at once.") { Roles = ["installer"] },
        new("admin", "Ingrid Bergman-Åkesson", "Administrator", "Opens the console and registers a security key for somebody at the desk.") { Roles = ["administrator"], TotpKey = "ORUGKIDLMV4XGIDPMYQHI2DFEBRW63TT" },
    ];

    public static IEnumerable<Wish> Wishes => All.Select(account => new Wish(account.Username)
    {
        Email = account.Email,
        Password = Password,
        DisplayName = account.DisplayName,
        Roles = account.Roles,
        Type = account.Roles.Contains("installer") ? "external" : "staff",
        Authenticators = [.. AuthenticatorsOf(account)],
    });

    private static IEnumerable<WishedAuthenticator> AuthenticatorsOf(DemoAccount account)
    {
        if (account.TotpKey is { } key)
        {
            yield return new WishedAuthenticator("totp", "The tour's app", TotpState.FromKey(key)!.Write());
        }

        if (account.Number is { } typed && PhoneNumber.Parse(typed) is { } number)
        {
            yield return new WishedAuthenticator("sms", number.Masked, new SmsState(number.Text).Write(), number.Masked);
        }
    }
}
