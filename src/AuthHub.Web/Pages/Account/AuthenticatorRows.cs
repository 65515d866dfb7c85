using AuthHub.SignIn;
using AuthHub.SignIn.Account;
using AuthHub.SignIn.Authenticators;
using AuthHub.SignIn.Methods;
using AuthHub.SignIn.Users;
using Microsoft.Extensions.Options;

namespace AuthHub.Web.Pages.Account;

/// <summary>Makes the list of a person's second factors as her pages show it, in the order of methods.</summary>
public sealed class AuthenticatorRows(MethodBook methods, OwnAuthenticators own, IOptions<SignInSettings> settings)
{
    public IReadOnlyList<AuthenticatorRow> Of(User user, IReadOnlyList<Authenticator> bound) =>
    [
        .. methods.SecondFactors.SelectMany(method => bound.Where(one => one.Method == method.Info.Name)
            .Select(one => new AuthenticatorRow(one, method.Info, own.IsSpare(user, bound, one.Id), one.Failures >= settings.Value.FailuresToLock))),
    ];
}
