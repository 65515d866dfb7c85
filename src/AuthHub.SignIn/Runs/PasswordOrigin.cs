namespace AuthHub.SignIn.Runs;

/// <summary>Where a password attempt comes from.</summary>
/// <param name="Address">Network address of the request.</param>
/// <param name="KnownUsers">People who completed a sign-in in this browser before.</param>
public sealed record PasswordOrigin(string? Address, IReadOnlyCollection<Guid> KnownUsers);
