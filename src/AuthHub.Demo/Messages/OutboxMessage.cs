namespace AuthHub.Demo.Messages;

/// <summary>A message that would have left the house.</summary>
public sealed record OutboxMessage(string Id, string Kind, string To, string? Subject, string Text, string? Html, DateTimeOffset At);
