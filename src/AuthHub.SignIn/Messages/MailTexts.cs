namespace AuthHub.SignIn.Messages;

/// <summary>Names the resource file of the mails' texts.</summary>
public sealed class MailTexts;
