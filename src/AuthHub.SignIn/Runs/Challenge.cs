namespace AuthHub.SignIn.Runs;

/// <summary>
/// A question put to a person: prove with this method, or bind one. Belongs to exactly one owner (a run or a
/// session's account page), one method and one purpose; there is at most one open challenge for each (law L4).
/// </summary>
public sealed class Challenge
{
    public required Guid Id { get; init; }

    /// <summary><c>run:{id}</c>, or <c>session:{id}</c> for pages behind a session.</summary>
    public required string Owner { get; init; }

    public required string Method { get; init; }

    public required ChallengePurpose Purpose { get; init; }

    /// <summary>The person it was put to.</summary>
    public required Guid UserId { get; init; }

    /// <summary>The security version it was put under; a change of number, key or password kills it.</summary>
    public required int SecurityVersion { get; init; }

    /// <summary>The method's memory, encrypted.</summary>
    public required byte[] SealedState { get; set; }

    public int Tries { get; set; }

    public required DateTimeOffset CreatedAt { get; init; }

    public required DateTimeOffset ExpiresAt { get; init; }
}
