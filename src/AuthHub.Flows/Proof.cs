namespace AuthHub.Flows;

/// <summary>
/// One successful verification. A run collects proofs and never loses one; <c>acr</c>, <c>amr</c> and
/// <c>auth_time</c> are computed from them and from nothing else (law L2).
/// </summary>
/// <param name="Method">Name of the verification method, such as <c>password</c> or <c>totp</c>.</param>
/// <param name="Authenticator">The authenticator that answered; two proofs of one authenticator count once.</param>
/// <param name="Channel">The way the secret travels; two proofs of one channel count once.</param>
/// <param name="Factor">What the proof rests on.</param>
/// <param name="UserVerified">Whether the authenticator itself checked the person (PIN, fingerprint).</param>
/// <param name="Amr">RFC 8176 values this proof contributes.</param>
/// <param name="At">When the answer was accepted, by the server's clock.</param>
public sealed record Proof(
    string Method,
    Guid Authenticator,
    string Channel,
    Factor Factor,
    bool UserVerified,
    IReadOnlyList<string> Amr,
    DateTimeOffset At);
