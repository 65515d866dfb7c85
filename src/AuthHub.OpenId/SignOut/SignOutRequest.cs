namespace AuthHub.OpenId.SignOut;

/// <summary>A request to sign out whose every part was checked.</summary>
/// <param name="ClientId">The app that sent the person here, if it is known.</param>
/// <param name="ReturnTo">A registered address of that app, with its <c>state</c>; null leads to the host's own page.</param>
/// <param name="SessionId">The session a genuine ID token names: ending it needs no question.</param>
internal sealed record SignOutRequest(string? ClientId, string? ReturnTo, Guid? SessionId);
