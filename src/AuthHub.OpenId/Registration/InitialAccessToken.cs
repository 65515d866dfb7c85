namespace AuthHub.OpenId.Registration;

/// <summary>A permission to register apps by machine (RFC 7591 section 1.2), handed out by an administrator.</summary>
public sealed class InitialAccessToken
{
    public required Guid Id { get; init; }

    /// <summary>SHA-256 of the token.</summary>
    public required byte[] TokenHash { get; init; }

    /// <summary>For whom it is, in the administrator's words.</summary>
    public required string Note { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public required DateTimeOffset ExpiresAt { get; init; }

    /// <summary>How many apps may still be registered with it.</summary>
    public required int UsesLeft { get; set; }
}
