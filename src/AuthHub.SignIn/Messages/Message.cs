namespace AuthHub.SignIn.Messages;

/// <summary>A message to one address; the subject and HTML part are for mail only.</summary>
public sealed record Message(string Kind, string To, string Text, string? Subject = null, string? Html = null);
