using AuthHub.SignIn.Account;
using AuthHub.SignIn.Methods;
using AuthHub.Web.Browser;
using Microsoft.Extensions.Localization;

namespace AuthHub.Web.Pages.Account;

/// <summary>All that a person verifies with, method by method, and the ways to add, rename and remove (S-023, S-283).</summary>
public sealed class AuthenticatorsModel(
    SessionPageTools tools, IStringLocalizer<AccountTexts> texts, OwnEnrolment enrolment, AuthenticatorRows rows) : AccountPage(tools, texts)
{
    /// <summary>The methods she has something of or may add, in order.</summary>
    public IReadOnlyList<(MethodInfo Info, IReadOnlyList<AuthenticatorRow> Rows, bool MayAdd)> Sections { get; private set; } = [];

    public void OnGet()
    {
        var all = rows.Of(Me, MyAuthenticators);
        var offered = enrolment.Offered(Me, MyAuthenticators);
        Sections =
        [
            .. all.Select(row => row.Method).Concat(offered).DistinctBy(info => info.Name).OrderBy(info => info.Order)
                .Select(info => (info, (IReadOnlyList<AuthenticatorRow>)[.. all.Where(row => row.Method.Name == info.Name)], offered.Any(one => one.Name == info.Name))),
        ];
    }
}
