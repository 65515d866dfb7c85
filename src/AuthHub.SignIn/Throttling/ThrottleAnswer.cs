namespace AuthHub.SignIn.Throttling;

/// <summary>Whether a counted event may go on and, if not, when to come back.</summary>
public readonly record struct ThrottleAnswer(bool Allowed, TimeSpan RetryAfter);
