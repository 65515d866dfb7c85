namespace AuthHub.SignIn.Methods;

/// <summary>What became of a step of an enrolment.</summary>
public abstract record EnrolmentVerdict
{
    private EnrolmentVerdict()
    {
    }

    /// <summary>Bound and proved.</summary>
    /// <param name="State">The authenticator's first state.</param>
    /// <param name="Label">The name to show; the person's own, or a sensible one.</param>
    public sealed record Enrolled(byte[] State, string Label) : EnrolmentVerdict
    {
        public string? ExternalId { get; init; }

        public string? Hint { get; init; }

        public string? Serial { get; init; }

        public bool UserVerified { get; init; }

        /// <summary>RFC 8176 values where they differ from the method's usual ones.</summary>
        public IReadOnlyList<string>? Amr { get; init; }
    }

    /// <summary>One step done, another to come (a number was given, now the code is asked).</summary>
    public sealed record Continues(byte[] PendingState) : EnrolmentVerdict;

    /// <summary>Not yet; <paramref name="Message"/> tells the person why and how to go on. <paramref name="Field"/> names the field it belongs to.</summary>
    public sealed record Rejected(string Message, string Field = "code") : EnrolmentVerdict;
}
