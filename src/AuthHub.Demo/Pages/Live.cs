using System.Globalization;
using AuthHub.Demo.People;
using AuthHub.Methods.Totp;

namespace AuthHub.Demo.Pages;

/// <summary>A code an account's app shows at this moment.</summary>
internal sealed record Live(string Username, string Code, int Seconds)
{
    public static IEnumerable<Live> At(DateTimeOffset now) => DemoAccounts.All.Where(account => account.TotpKey is not null).Select(account => new Live(
        account.Username,
        TotpCode.Of(Base32.Decode(account.TotpKey!), TotpCode.StepOf(now)),
        TotpCode.StepSeconds - (int)(now.ToUnixTimeSeconds() % TotpCode.StepSeconds)));

    public string Grouped => string.Create(CultureInfo.InvariantCulture, $"{Code[..3]} {Code[3..]}");
}
