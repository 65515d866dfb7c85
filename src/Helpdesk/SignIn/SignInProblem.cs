namespace Helpdesk.SignIn;

/// <summary>Every way a sign-in can end without a session; each has a page in plain words.</summary>
public enum SignInProblem
{
    /// <summary>The answer belongs to no sign-in that this browser began, or came too late.</summary>
    ForgedState,

    /// <summary>The answer names another issuer than ours (RFC 9207).</summary>
    WrongIssuer,

    /// <summary>The person, or AuthHub for them, said no.</summary>
    Refused,

    /// <summary>AuthHub wanted to ask the person something and was not allowed to.</summary>
    LoginRequired,

    /// <summary>AuthHub could not do what was asked.</summary>
    RequestRejected,

    /// <summary>AuthHub cannot be reached.</summary>
    Unreachable,

    /// <summary>AuthHub answered with something that is not the protocol, or did not accept the code.</summary>
    BadAnswer,

    /// <summary>The ID token does not prove who signed in.</summary>
    TokenRejected,

    /// <summary>The two clocks differ too much.</summary>
    ClockWrong,

    /// <summary>The person signed in, but not at the level that was asked for.</summary>
    LevelNotReached,
}
