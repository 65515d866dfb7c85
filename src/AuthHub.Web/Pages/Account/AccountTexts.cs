namespace AuthHub.Web.Pages.Account;

/// <summary>Names the resource file of the texts of the account pages, consent and sign-out.</summary>
public sealed class AccountTexts;
