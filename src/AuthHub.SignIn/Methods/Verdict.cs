namespace AuthHub.SignIn.Methods;

/// <summary>What a method says of an answer. Only the host turns <see cref="Accepted"/> into a proof (law L7).</summary>
public abstract record Verdict
{
    private Verdict()
    {
    }

    /// <summary>Right. The new state replaces the old one in the same transaction; a second answer from the old one loses.</summary>
    public sealed record Accepted(byte[] NewState) : Verdict
    {
        /// <summary>Whether the authenticator checked the person herself (WebAuthn UV).</summary>
        public bool UserVerified { get; init; }

        /// <summary>RFC 8176 values where they differ from the method's usual ones.</summary>
        public IReadOnlyList<string>? Amr { get; init; }

        /// <summary>Something an administrator should see, recorded as audit event of type <see cref="NoteType"/>.</summary>
        public string? Note { get; init; }

        public string? NoteType { get; init; }
    }

    /// <summary>Wrong; <paramref name="Message"/> tells the person what to do and nothing an attacker could use.</summary>
    public sealed record Rejected(string Message) : Verdict
    {
        /// <summary>False when the answer was no guess (a code used a moment ago): the host takes the counted attempt back.</summary>
        public bool Counts { get; init; } = true;

        public string? Note { get; init; }

        public string? NoteType { get; init; }
    }
}
