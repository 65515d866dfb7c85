using System.Collections.Frozen;

namespace Helpdesk.SignIn;

/// <summary>What a problem means on the wire: its status, and which error codes lead to it.</summary>
internal static class SignInProblems
{
    private static readonly FrozenDictionary<string, SignInProblem> ByError = new Dictionary<string, SignInProblem>(StringComparer.Ordinal)
    {
        // RFC 6749 section 4.1.2.1
        ["access_denied"] = SignInProblem.Refused,
        ["server_error"] = SignInProblem.Unreachable,
        ["temporarily_unavailable"] = SignInProblem.Unreachable,

        // OpenID Connect Core 1.0 section 3.1.2.6
        ["login_required"] = SignInProblem.LoginRequired,
        ["interaction_required"] = SignInProblem.LoginRequired,
        ["consent_required"] = SignInProblem.LoginRequired,
        ["account_selection_required"] = SignInProblem.LoginRequired,

        // OpenID Connect Core Error Code unmet_authentication_requirements 1.0
        ["unmet_authentication_requirements"] = SignInProblem.LevelNotReached,
    }.ToFrozenDictionary(StringComparer.Ordinal);

    public static SignInProblem FromError(string error) => ByError.GetValueOrDefault(error, SignInProblem.RequestRejected);

    public static int Status(this SignInProblem problem) => problem switch
    {
        SignInProblem.Unreachable => StatusCodes.Status503ServiceUnavailable,
        SignInProblem.BadAnswer or SignInProblem.TokenRejected or SignInProblem.ClockWrong => StatusCodes.Status502BadGateway,
        SignInProblem.LevelNotReached => StatusCodes.Status403Forbidden,
        _ => StatusCodes.Status400BadRequest,
    };
}
