namespace AuthHub.Methods.Sms;

/// <summary>Model of the page that asks for the challenge.</summary>
/// <param name="Phones">The person's phones, most recently used first.</param>
/// <param name="SentTo">The phone a message went to; null before.</param>
/// <param name="Sizes">Sizes of the boxes.</param>
/// <param name="PauseSeconds">How long to wait before another message can be asked for.</param>
public sealed record SmsChallenge(IReadOnlyList<SmsPhone> Phones, SmsPhone? SentTo, IReadOnlyList<int> Sizes, int PauseSeconds);

/// <summary>One registered phone, masked.</summary>
public sealed record SmsPhone(Guid Id, string Masked);
