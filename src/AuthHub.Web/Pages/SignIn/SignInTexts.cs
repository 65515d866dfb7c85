namespace AuthHub.Web.Pages.SignIn;

/// <summary>Names the resource file of the sign-in pages' texts.</summary>
public sealed class SignInTexts;
