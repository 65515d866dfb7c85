using AuthHub.Flows;

namespace AuthHub.SignIn.Sessions;

/// <summary>A browser's sign-in at AuthHub. Its id is the <c>sid</c> of tokens; its secret lives only in the browser's cookie, here as a hash.</summary>
public sealed class Session
{
    public required Guid Id { get; init; }

    /// <summary>SHA-256 of the 256-bit cookie value; replaced whenever a proof is added.</summary>
    public required byte[] SecretHash { get; set; }

    public required Guid UserId { get; init; }

    /// <summary>The person's security version when the session was made or last stepped up.</summary>
    public required int SecurityVersion { get; set; }

    public required List<Proof> Proofs { get; set; }

    public required DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset LastSeenAt { get; set; }

    /// <summary>Absolute end, whatever happens in between.</summary>
    public DateTimeOffset ExpiresAt { get; set; }

    public DateTimeOffset? EndedAt { get; set; }

    /// <summary>What the browser called itself, shortened; shown to the person.</summary>
    public string? UserAgent { get; set; }

    public string? Address { get; set; }
}
