namespace AuthHub.SignIn.Runs;

/// <summary>A run before its first proof: it is stored nowhere and travels sealed in its own address.</summary>
/// <param name="RunId">The id it will be stored under, so that a double submit meets the same row.</param>
/// <param name="Request">Why somebody is to sign in.</param>
/// <param name="Identifier">What was typed at the first stage.</param>
/// <param name="Chosen">The method picked, in a step-up.</param>
/// <param name="WantsChoice">Another way was asked for, in a step-up.</param>
/// <param name="SeenAt">When somebody last worked on it.</param>
public sealed record RunTicket(Guid RunId, RunRequest Request, string? Identifier = null, string? Chosen = null, bool WantsChoice = false, DateTimeOffset? SeenAt = null);
