namespace AuthHub.Methods.Sms;

/// <summary>Marks the texts of the text-message method.</summary>
public sealed class SmsTexts;
