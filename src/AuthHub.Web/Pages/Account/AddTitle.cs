using AuthHub.SignIn.Methods;
using Microsoft.Extensions.Localization;

namespace AuthHub.Web.Pages.Account;

/// <summary>What adding one of a method is called: in its own words for the methods people know, else made from the method's name.</summary>
public static class AddTitle
{
    public static string Of(IStringLocalizer<AccountTexts> texts, MethodInfo method) =>
        texts["Add-" + method.Name] is { ResourceNotFound: false } own ? own.Value : texts["Add", method.DisplayName()].Value;
}
