namespace AuthHub.Methods.Sms;

/// <summary>Model of the set-up page: the number is asked first, then the code that was sent to it.</summary>
/// <param name="SentTo">The masked number a code was sent to; null in the first step.</param>
/// <param name="CodeLength">Signs of the code, with its hyphens.</param>
/// <param name="PauseSeconds">How long to wait before another message can be asked for.</param>
public sealed record SmsEnrolment(string? SentTo, int CodeLength, int PauseSeconds);
