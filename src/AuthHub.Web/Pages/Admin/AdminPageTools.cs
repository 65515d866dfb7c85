using AuthHub.Web.Browser;
using Microsoft.Extensions.Localization;

namespace AuthHub.Web.Pages.Admin;

/// <summary>What every page of the console works with.</summary>
public sealed class AdminPageTools(SessionPageTools session, IStringLocalizer<AdminTexts> texts)
{
    public SessionPageTools Session => session;

    public IStringLocalizer<AdminTexts> Texts => texts;
}
