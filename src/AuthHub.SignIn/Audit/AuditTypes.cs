namespace AuthHub.SignIn.Audit;

/// <summary>The types of audit events, so that one thing is always recorded under one name.</summary>
public static class AuditTypes
{
    public const string SignInCompleted = "sign-in.completed";
    public const string StepUpCompleted = "step-up.completed";
    public const string SignedOut = "signed-out";
    public const string ProofRejected = "proof.rejected";
    public const string ProofAccepted = "proof.accepted";
    public const string Throttled = "throttled";
    public const string RunMismatch = "run.mismatch";
    public const string AuthenticatorLocked = "authenticator.locked";
    public const string AuthenticatorUnlocked = "authenticator.unlocked";
    public const string AuthenticatorAdded = "authenticator.added";
    public const string AuthenticatorRenamed = "authenticator.renamed";
    public const string AuthenticatorRemoved = "authenticator.removed";
    public const string CloneSuspected = "authenticator.clone-suspected";
    public const string ClockOff = "authenticator.clock-off";
    public const string PasswordChanged = "password.changed";
    public const string SessionEnded = "session.ended";
    public const string ConsentGiven = "consent.given";
    public const string ConsentDenied = "consent.denied";
    public const string ConsentRevoked = "consent.revoked";
    public const string CodeIssued = "code.issued";
    public const string CodeReused = "code.reused";
    public const string TokensIssued = "tokens.issued";
    public const string RefreshReused = "refresh.reused";
    public const string TokenRevoked = "token.revoked";
    public const string RequestRefused = "request.refused";
    public const string UserCreated = "user.created";
    public const string UserChanged = "user.changed";
    public const string UserDisabled = "user.disabled";
    public const string UserEnabled = "user.enabled";
    public const string ClientCreated = "client.created";
    public const string ClientChanged = "client.changed";
    public const string RegistrationTokenIssued = "registration-token.issued";
    public const string RegistrationTokenRevoked = "registration-token.revoked";
    public const string KeysChanged = "keys.changed";
    public const string MessageSent = "message.sent";
    public const string MessageFailed = "message.failed";
}
