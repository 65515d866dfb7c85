using AuthHub.Flows;
using AuthHub.SignIn.Account;
using AuthHub.SignIn.Methods;
using AuthHub.Web.Browser;
using Microsoft.Extensions.Localization;

namespace AuthHub.Web.Pages.Account;

/// <summary>"My account": who she is, what she proves with, and the ways to all the rest (S-323).</summary>
public sealed class OverviewModel(
    SessionPageTools tools, IStringLocalizer<AccountTexts> texts, OwnSessions sessions, OwnEnrolment enrolment, AuthenticatorRows rows) : AccountPage(tools, texts)
{
    /// <summary>The level of this session, as an <c>acr</c> word.</summary>
    public string Level => Acr.Of(Policy.Reached(Live.Session.Proofs));

    public IReadOnlyList<AuthenticatorRow> Rows => rows.Of(Me, MyAuthenticators);

    /// <summary>The methods she has something of or may add.</summary>
    public IEnumerable<MethodInfo> Manageable =>
        Rows.Select(row => row.Method).Concat(enrolment.Offered(Me, MyAuthenticators)).DistinctBy(info => info.Name).OrderBy(info => info.Order);

    /// <summary>In how many browsers she is signed in.</summary>
    public int Browsers { get; private set; }

    public async Task OnGetAsync() => Browsers = (await sessions.ListAsync(Live, HttpContext.RequestAborted)).Count;
}
