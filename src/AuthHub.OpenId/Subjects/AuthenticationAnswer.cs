using AuthHub.OpenId.Errors;

namespace AuthHub.OpenId.Subjects;

/// <summary>The sign-in half's answer to an <see cref="AuthenticationQuestion"/>.</summary>
public abstract record AuthenticationAnswer
{
    private AuthenticationAnswer()
    {
    }

    /// <summary>She has proved all that was asked, for this request.</summary>
    public sealed record SignedIn(Authentication Authentication) : AuthenticationAnswer;

    /// <summary>Something has to be asked of her first, at this local address (sign-in, step-up, choice of account).</summary>
    public sealed record Needs(string Location) : AuthenticationAnswer;

    /// <summary>It will not be; the client hears <paramref name="Error"/>, the log hears <paramref name="Reason"/>.</summary>
    public sealed record Refused(ProtocolError Error, string Reason) : AuthenticationAnswer;
}
