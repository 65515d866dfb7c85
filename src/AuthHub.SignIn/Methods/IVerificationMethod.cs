namespace AuthHub.SignIn.Methods;

/// <summary>
/// A kind of proof, as code. The host owns throttling, expiry, single use, dummy work for unknown people, audit and
/// the pages around; a method only makes challenges and judges answers, so it cannot forget any of these.
/// State is bytes that only the method reads; the host keeps it encrypted.
/// </summary>
public interface IVerificationMethod
{
    MethodInfo Info { get; }

    /// <summary>Starts binding a new authenticator; the answer is the pending state.</summary>
    Task<byte[]> BeginEnrolmentAsync(EnrolmentContext context, CancellationToken cancellationToken);

    /// <summary>The model for <see cref="MethodInfo.EnrolView"/>; called again on every reload with the same state.</summary>
    Task<object> ShowEnrolmentAsync(EnrolmentContext context, byte[] pendingState, CancellationToken cancellationToken);

    Task<EnrolmentVerdict> FinishEnrolmentAsync(EnrolmentContext context, byte[] pendingState, MethodResponse response, CancellationToken cancellationToken);

    /// <summary>Asks the person (sends the message, makes the challenge); the answer is the challenge's state.</summary>
    Task<ChallengeOffer> ChallengeAsync(VerificationContext context, MethodResponse request, CancellationToken cancellationToken);

    /// <summary>The model for <see cref="MethodInfo.VerifyView"/>; null state when nothing was asked yet.</summary>
    Task<object> ShowChallengeAsync(VerificationContext context, byte[]? challengeState, CancellationToken cancellationToken);

    /// <summary>Which of the person's authenticators the answer claims to be from; null for none of them.</summary>
    BoundAuthenticator? Identify(VerificationContext context, byte[] challengeState, MethodResponse response) =>
        context.Pick(response["authenticator"]);

    /// <summary>Judges the answer of one authenticator. The attempt has been counted already.</summary>
    Task<Verdict> VerifyAsync(VerificationContext context, BoundAuthenticator authenticator, byte[] challengeState, MethodResponse response, CancellationToken cancellationToken);

    /// <summary>Work of the same cost as a refusal, done where there is nobody to verify, so that time tells nothing (law L13).</summary>
    Task DummyAsync(MethodResponse response, CancellationToken cancellationToken) => Task.CompletedTask;
}
