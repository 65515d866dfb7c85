namespace Helpdesk.SignIn;

/// <summary>Refuses a sign-in: the problem is for the person's page, the reason for the log only.</summary>
public sealed class SignInException : Exception
{
    public SignInException()
        : this(SignInProblem.BadAnswer, "unknown")
    {
    }

    public SignInException(string message)
        : this(SignInProblem.BadAnswer, message)
    {
    }

    public SignInException(string message, Exception innerException)
        : this(SignInProblem.BadAnswer, message, innerException)
    {
    }

    public SignInException(SignInProblem problem, string reason, Exception? innerException = null)
        : base(reason, innerException) => Problem = problem;

    public SignInProblem Problem { get; }
}
