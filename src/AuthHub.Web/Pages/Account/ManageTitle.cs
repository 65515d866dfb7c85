using AuthHub.SignIn.Methods;
using Microsoft.Extensions.Localization;

namespace AuthHub.Web.Pages.Account;

/// <summary>What the part of the account for one method is called: a name of its own for the methods people know, else made from the method's.</summary>
public static class ManageTitle
{
    public static string Of(IStringLocalizer<AccountTexts> texts, MethodInfo method) =>
        texts["Manage-" + method.Name] is { ResourceNotFound: false } own ? own.Value : texts["Manage", method.DisplayName()].Value;
}
