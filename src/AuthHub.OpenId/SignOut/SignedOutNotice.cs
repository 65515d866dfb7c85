namespace AuthHub.OpenId.SignOut;

/// <summary>What the signed-out page shows and loads.</summary>
/// <param name="Frames">Addresses of the session's apps, to be loaded unseen; each ends the app's own session.</param>
/// <param name="ReturnTo">Where she goes on when they are loaded; null when there is no way back.</param>
/// <param name="ClientName">The app she returns to; text of strangers, to be escaped.</param>
public sealed record SignedOutNotice(IReadOnlyList<string> Frames, string? ReturnTo, string? ClientName);
