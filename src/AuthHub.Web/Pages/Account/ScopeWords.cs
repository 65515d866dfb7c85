using Microsoft.Extensions.Localization;

namespace AuthHub.Web.Pages.Account;

/// <summary>Says in plain words what a scope gives an app; a scope without words is shown by its name.</summary>
public static class ScopeWords
{
    public static string Of(IStringLocalizer<AccountTexts> texts, string scope) =>
        texts["Scope-" + scope] is { ResourceNotFound: false } known ? known.Value : texts["ScopeOther", scope].Value;
}
