using AuthHub.Methods.Totp;
using AuthHub.SignIn.Users;

namespace AuthHub.Web.Tests.Support;

/// <summary>Somebody of a test, with all she knows and holds.</summary>
public sealed record Person(User User, string Password, byte[]? TotpKey, Guid TotpId, string? Phone, Guid PhoneId)
{
    public Guid Id => User.Id;

    public string Username => User.Username;

    public string Subject => User.Id.ToString("N");

    /// <summary>What her app shows at a moment.</summary>
    public string Code(DateTimeOffset at) => TotpCode.Of(TotpKey, TotpCode.StepOf(at));

    /// <summary>Six digits that are not her code for a long while around a moment.</summary>
    public string WrongCode(DateTimeOffset at, int which = 0)
    {
        var now = TotpCode.StepOf(at);
        var near = Enumerable.Range(-30, 61).Select(step => TotpCode.Of(TotpKey, now + step)).ToHashSet();
        return Enumerable.Range(0, 1_000_000).Select(number => number.ToString("D6")).Where(code => !near.Contains(code)).ElementAt(which);
    }
}

/// <summary>An app of a test.</summary>
public sealed record App(string Id, string Secret, string RedirectUri, string Name);
