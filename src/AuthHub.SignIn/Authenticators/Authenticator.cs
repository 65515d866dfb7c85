namespace AuthHub.SignIn.Authenticators;

/// <summary>What a person has bound to her account: this password, that phone, that key (NIST SP 800-63B section 4).</summary>
public sealed class Authenticator
{
    public required Guid Id { get; init; }

    public required Guid UserId { get; init; }

    /// <summary>Name of the verification method it belongs to.</summary>
    public required string Method { get; init; }

    /// <summary>The person's own name for it.</summary>
    public required string Label { get; set; }

    public EnrolledBy EnrolledBy { get; init; }

    /// <summary>The method's state, encrypted with this row's ids as associated data; open it with <see cref="ISecretBox"/>.</summary>
    public required byte[] SealedState { get; set; }

    /// <summary>A value that may exist only once in the installation, such as a WebAuthn credential id; null where the method has none.</summary>
    public string? ExternalId { get; init; }

    /// <summary>What may be shown about it: a masked number, a model. Never a secret.</summary>
    public string? Hint { get; set; }

    /// <summary>The serial number an administrator noted at the desk.</summary>
    public string? Serial { get; set; }

    public DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset? LastUsedAt { get; set; }

    /// <summary>Failed answers in a row. Rises before each check and falls only after a whole sign-in (law L9).</summary>
    public int Failures { get; set; }

    /// <summary>Rises with every change of the state, so that two answers cannot use the same one.</summary>
    public int Version { get; set; }
}
