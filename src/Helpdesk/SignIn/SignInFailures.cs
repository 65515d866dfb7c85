using Helpdesk.Hosting;
using Microsoft.AspNetCore.Authentication;

namespace Helpdesk.SignIn;

/// <summary>Turns whatever went wrong at the callback into one of the known problems and its page.</summary>
internal static partial class SignInFailures
{
    public static Task ShowAsync(RemoteFailureContext context)
    {
        var problem = Classify(context.Failure);
        var logger = context.HttpContext.RequestServices.GetRequiredService<ILogger<OidcHandler>>();
        LogFailure(logger, problem, (context.Failure as SignInException)?.Message ?? "refused by the protocol", Fault.NumberOf(context.HttpContext));
        Fault.Report(context.HttpContext, problem, context.Properties?.RedirectUri);
        context.HandleResponse();
        return Task.CompletedTask;
    }

    private static SignInProblem Classify(Exception? failure) => failure switch
    {
        SignInException known => known.Problem,
        AuthenticationFailureException => FromFramework(failure),
        _ => SignInProblem.BadAnswer,
    };

    // The framework notes the provider's error code beside the exception; without one it is state, correlation or code that was wrong.
    private static SignInProblem FromFramework(Exception failure) =>
        failure.Data["error"] is { } error ? SignInProblems.FromError(error.ToString() ?? "") : SignInProblem.ForgedState;

    [LoggerMessage(1, LogLevel.Warning, "Sign-in ended with {Problem}: {Reason} (number {Number})")]
    private static partial void LogFailure(ILogger logger, SignInProblem problem, string reason, string number);
}
