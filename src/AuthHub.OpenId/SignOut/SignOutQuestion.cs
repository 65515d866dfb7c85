namespace AuthHub.OpenId.SignOut;

/// <summary>What the sign-out page shows before it asks.</summary>
/// <param name="ClientName">The app that sent the person here, if it is known; text of strangers, to be escaped.</param>
/// <param name="RedirectOrigin">The source expression a content security policy needs in <c>form-action</c>; null when there is no way back.</param>
public sealed record SignOutQuestion(string? ClientName, string? RedirectOrigin);
