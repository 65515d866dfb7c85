namespace AuthHub.Web.Pages.Account;

/// <summary>An app with access to a person's account.</summary>
/// <param name="ClientId">Its id.</param>
/// <param name="Name">Its name; text of strangers, to be escaped.</param>
/// <param name="Scopes">What it may know or do.</param>
/// <param name="ConsentedAt">When she last said yes; null where she is not asked.</param>
/// <param name="UsedAt">When she was last signed in to it, as far as that still gives access.</param>
public sealed record OwnApp(string ClientId, string Name, IReadOnlyList<string> Scopes, DateTimeOffset? ConsentedAt, DateTimeOffset? UsedAt);
